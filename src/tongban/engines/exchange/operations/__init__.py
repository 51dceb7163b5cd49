"""What changes parcels: sending.py hands over to the carrier, receiving.py takes in, mending.py is for administrators."""
