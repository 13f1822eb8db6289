"""The demo: a backlash found and told, on this machine, within a minute or so."""
