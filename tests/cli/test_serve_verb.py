"""`seawall serve`: everything in one command, ended together, one for each data folder."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests_environment import environment_of

pytestmark = pytest.mark.slow
