"""The site: personal links, questionnaires, materials, the coordinator's board."""
