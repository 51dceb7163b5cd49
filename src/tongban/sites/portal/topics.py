"""The pictures of topics: by a word that stands in the topic's name."""

ICONS = {
    "生育": "baby-carriage", "收养": "baby-carriage", "户籍": "id", "证件": "id", "教育": "school", "入学": "school", "就业": "briefcase",
    "创业": "briefcase", "开办": "building-community", "饭店": "tools-kitchen-2", "餐": "tools-kitchen-2", "食品": "tools-kitchen-2",
    "婚姻": "heart", "住房": "home", "不动产": "building-estate", "房": "building-estate",
    "社会保障": "shield-check", "社保": "shield-check",
    "医": "stethoscope", "卫生": "stethoscope", "交通": "car", "车": "car", "残疾": "wheelchair", "养老": "old", "退休": "old",
    "公用": "droplet", "水": "droplet", "农": "plant-2", "司法": "scale", "法律": "scale", "建": "building", "老": "old",
}  # fmt: skip
PLAIN = "file-text"


def icon_of(topic: str) -> str:
    return next((icon for word, icon in ICONS.items() if word in topic), PLAIN)
