"""A real name server on loopback, for tests of what is asked of the domain name system."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

Records = Mapping[tuple[str, str], Iterable[str]]


class NameServer:
    """Answers over UDP from a table: («example.kz», «MX») → [«10 mx.example.kz.»].

    What is not in the table does not exist (NXDOMAIN, or no answer where the name has other
    records). broken: names answered by SERVFAIL. silent: names that get no answer at all.
    """

    def __init__(
        self, records: Records, *, broken: Iterable[str] = (), silent: Iterable[str] = ()
    ) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self._records = {(name.lower(), kind): list(v) for (name, kind), v in records.items()}
        self._names = {name for name, _ in self._records}
        self._broken, self._silent = set(broken), set(silent)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def address(self) -> str:
        """What VEKHA_DNS_SERVER is to be."""
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self._socket.getsockname())  # an empty packet ends the loop
        self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            packet, sender = self._socket.recvfrom(4096)
            if not packet:
                return
            answer = self._answer(dns.message.from_wire(packet))
            if answer is not None:
                self._socket.sendto(answer.to_wire(), sender)

    def _answer(self, query: dns.message.Message) -> dns.message.Message | None:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked[name, kind] += 1
        if name in self._silent:
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name in self._broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif (name, kind) in self._records:
            values = self._records[name, kind]
            response.answer.append(dns.rrset.from_text(question.name, 300, "IN", kind, *values))
        elif name not in self._names:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response
