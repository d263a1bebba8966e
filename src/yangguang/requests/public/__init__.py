"""What citizens see of requests: filing (``filing.py``) and looking up (``tracking.py``). No account, no script needed."""
