"""``make bench``: print the figures we claim."""

from benchmarks import film

if __name__ == "__main__":
    film.run()
