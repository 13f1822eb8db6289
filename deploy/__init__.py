"""Deploy starts it all: the command line, one-machine mode, brokers, scenarios."""
