"""The paid models of the catalogue, rehearsed: their names, schemas and prices, with test cards for their art."""
