"""OAI-PMH 2.0 at /oai: the public articles for harvesters, as Dublin Core."""
