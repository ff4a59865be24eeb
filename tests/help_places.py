"""Places to get help, as an organisation would write them down."""

HELP = """
places:
  - {name: Police, what: Call in danger., audience: Everyone, number: "999", is_urgent: true}
  - {name: The night team, what: At night., audience: Staff, number: 01632 960002, duty: out_of_hours}
  - {name: The front door, what: In the day., audience: Staff, number: 01632 960001, duty: front_door,
     checked_on: 2026-11-14}
"""
