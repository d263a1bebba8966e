"""The papers of a request (foi procedure, section 10), with texts written for this project.

Labels and necessary parts are those of ``law/papers.py``; what a reply says, on which article it relies and
which remedies it names follows from the outcome in the step's facts, as the annual report does.
"""
