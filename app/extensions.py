"""What is made once and bound to the site when it is created."""

from flask_wtf import CSRFProtect

csrf = CSRFProtect()
