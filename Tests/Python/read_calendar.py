"""Reads an iCalendar object from standard input with the icalendar package and prints what it holds, as JSON."""
import json
import sys

from icalendar import Calendar


def day_or_moment(prop):
    value = prop.dt
    return {"value": value.isoformat(), "zone": prop.params.get("TZID"), "offset": str(getattr(value, "utcoffset", lambda: None)())}


calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = []
for event in calendar.walk("VEVENT"):
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    organiser = event.get("ORGANIZER")
    events.append(
        {
            "uid": str(event["UID"]),
            "sequence": int(event["SEQUENCE"]),
            "start": day_or_moment(event["DTSTART"]),
            "end": day_or_moment(event["DTEND"]),
            "stamp": event["DTSTAMP"].dt.isoformat(),
            "summary": str(event["SUMMARY"]),
            "status": str(event["STATUS"]),
            "location": str(event["LOCATION"]) if "LOCATION" in event else None,
            "url": str(event["URL"]) if "URL" in event else None,
            "organiser": [str(organiser), organiser.params.get("CN")] if organiser else None,
            "attendees": [[str(a), a.params.get("CN"), a.params["PARTSTAT"], a.params["RSVP"]] for a in attendees],
            "names": sorted(event.keys()),
        }
    )
json.dump(
    {
        "product": str(calendar["PRODID"]),
        "method": str(calendar["METHOD"]),
        "zones": [str(z["TZID"]) for z in calendar.walk("VTIMEZONE")],
        "events": events,
    },
    sys.stdout,
)
