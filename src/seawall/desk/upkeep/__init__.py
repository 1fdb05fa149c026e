"""What the desk does by itself at regular times: retention, nightly verification, tidying up."""
