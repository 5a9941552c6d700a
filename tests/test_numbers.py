import pytest

from assistant.numbers import quantities, written


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (36751, "GBP million", "£36.8 billion (36,751 GBP million)"),
        (384, "GBP million", "£384 million"),
        (34.5, "%", "34.5%"),
        (336558, "jobs", "336,558 jobs"),
        (160602000, "EUR", "€161 million (160,602,000 EUR)"),
        (31.12, "GBP per hour", "£31.12 per hour"),
        (24808, "GBP", "£24,808"),
        (16, "thousand FTE", "16,000 FTE (16 thousand FTE)"),
        (-0.1, "index", "−0.1"),
        (2.41, "UK=1", "2.41"),
        (-8.31, "GBP per hour", "−£8.31 per hour"),
        (25.8, "percentage points", "25.8 percentage points"),
        (1, "percentage points", "1 percentage point"),
    ],
)
def test_a_value_is_written_as_its_publisher_would(value: float, unit: str, text: str):
    assert written(value, unit) == text


def test_numbers_are_read_back_with_scale_sign_and_kind():
    found = quantities(
        "It was £36.8 billion (36,751 GBP million) in 2017 [3], up 34.5% from −0.1; NVQ4+ and 5G are no numbers."
    )
    assert [(q.value, q.kind) for q in found] == [
        (36.8e9, "£"),
        (36751e6, "£"),
        (2017, "year"),
        (34.5, "%"),
        (-0.1, ""),
    ]
