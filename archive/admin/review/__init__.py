"""The review screen: what waits in a queue, one at a time, decided by one key.

`queues` says what the queues are, `items` what is shown of one, `marking` and `sides` lay two texts
beside each other, `deciding` takes the verdict, `batches` decides what is alike together, `views`
answers the addresses of `urls`.
"""
