"""Steps from one released form of the database to the next. Forward only."""
