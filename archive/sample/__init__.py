"""The sample newsroom: invented outlets on real events of 2021, with the curated truth about them.

`articles/` holds what the outlets published, in the formats of ingest; `truth/` says what
editors made of it. It is the demo, and the gold data of the tests.
"""
