"""Terms as officials write them: phrase in, reading out. Which action follows is not decided here."""
