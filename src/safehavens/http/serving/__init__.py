"""How an application is served: the socket, connections within limits, workers, what is counted."""
