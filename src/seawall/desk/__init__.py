"""The desk: the Django site at which people review, decide and answer for it.

One folder a noun, each with models, services (the only writers), selectors, forms, views and urls. Each write goes
through a service that appends a ledger row in the same transaction.
"""
