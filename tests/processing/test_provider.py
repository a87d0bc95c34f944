from qgis.core import QgsApplication


def test_provider_is_registered(provider):
    assert QgsApplication.processingRegistry().providerById("segregation") is provider
