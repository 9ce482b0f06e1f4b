-- The read table of spaces has more members: it is made again.
INSERT INTO to_fill (name) VALUES ('space_row') ON CONFLICT (name) DO NOTHING;
