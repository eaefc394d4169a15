"""What removes demo answers and questionnaires that triggers would keep."""

COUNTED = """
    DELETE FROM assessments_countedresponse USING assessments_response
    WHERE assessments_response.id = response_id AND is_demo
"""

# A part of a published version is frozen; a part of no version is not, and the whole goes in one transaction.
VERSION_PARTS = [
    "SET CONSTRAINTS ALL DEFERRED",
    "CREATE TEMPORARY TABLE leaving ON COMMIT DROP AS SELECT id FROM assessments_instrumentversion WHERE is_demo",
    "DELETE FROM assessments_instrumentversion WHERE id IN (SELECT id FROM leaving)",
    """
    DELETE FROM assessments_answercount WHERE item_id IN
        (SELECT id FROM assessments_item WHERE version_id IN (SELECT id FROM leaving))
    """,
    "DELETE FROM assessments_itemsums WHERE version_id IN (SELECT id FROM leaving)",
    "DELETE FROM assessments_versionfigures WHERE version_id IN (SELECT id FROM leaving)",
    """
    DELETE FROM assessments_versionlink
    WHERE earlier_id IN (SELECT id FROM leaving) OR later_id IN (SELECT id FROM leaving)
    """,
    "DELETE FROM assessments_bridge WHERE version_id IN (SELECT id FROM leaving)",
    """
    DELETE FROM assessments_textreview WHERE translation_id IN
        (SELECT id FROM assessments_versiontranslation WHERE version_id IN (SELECT id FROM leaving))
    """,
    "DELETE FROM assessments_versiontranslation WHERE version_id IN (SELECT id FROM leaving)",
    "DELETE FROM assessments_item WHERE version_id IN (SELECT id FROM leaving)",
    "DELETE FROM assessments_dimension WHERE version_id IN (SELECT id FROM leaving)",
    """
    DELETE FROM assessments_scaleanchor WHERE scale_id IN
        (SELECT id FROM assessments_scale WHERE version_id IN (SELECT id FROM leaving))
    """,
    "DELETE FROM assessments_scale WHERE version_id IN (SELECT id FROM leaving)",
    "DROP TABLE leaving",
    "SET CONSTRAINTS ALL IMMEDIATE",
]
