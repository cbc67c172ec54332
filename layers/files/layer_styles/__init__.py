"""Styles as other programs read them: QML and SLD in the table ``layer_styles`` of the plan file.

QGIS makes and reads that table; with the default style of a layer in it, a plan opened there looks
as it does here. What cannot be said in either language is said as nearly as it goes.
"""
