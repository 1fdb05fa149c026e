"""What is wrong with this installation, and how is it mended? One function a check; each says both in words."""

from seawall.desk.doctor.diagnosis import Diagnosis, State
from seawall.desk.doctor.examination import examine

__all__ = ["Diagnosis", "State", "examine"]
