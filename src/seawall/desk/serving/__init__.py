"""Running the desk: site, worker and scheduler as child processes of one supervisor that ends them together."""

from seawall.desk.serving.errors import AlreadyServedError, PortTakenError, ServingError
from seawall.desk.serving.supervisor import Program, Supervisor

__all__ = ["AlreadyServedError", "PortTakenError", "Program", "ServingError", "Supervisor"]
