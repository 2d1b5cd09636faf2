"""Starts bqemulator with what it lacks of documented BigQuery behaviour; see shims.py. For tests only."""

import sys

import shims
from bqemulator.cli import main

shims.register()
sys.argv[0] = "bqemulator"
main()
