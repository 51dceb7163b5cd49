"""How urgency orders lists and what it is called."""

ORDER = {"ordinary": 0, "urgent": 2, "express": 3}
LABEL = {"ordinary": "一般", "urgent": "加急", "express": "特急"}
PRINTED = {"ordinary": "", "urgent": "加急", "express": "特急"}
