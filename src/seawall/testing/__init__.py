"""What tests, benches and the demo share: made-up data with its truth beside it.

Shipped with the package, so that a plugin's author or a deployment can use the same material as Seawall's own tests.
"""

__all__: list[str] = []
