"""A country of real size: all kommuner, 3 363 RegSO in both divisions, about 6 000 DeSO; made up."""

from __future__ import annotations

from .country import Country
from .layers import layers_with
from .national_areas import (
    DESO_LAYERS,
    REGSO_LAYERS,
    deso_areas,
    deso_features,
    make_ground,
    place_features,
    regso_areas,
    regso_features,
    square_features,
)
from .national_people import indices, people
from .national_plan import NEW, OLD, plan
from .national_tables import index_table, population_table


def national_country() -> Country:
    """Return the made-up country, the same every time.

    Areas tile the plane and neighbours share every vertex; codes and names of län and kommuner are the real ones. The
    older division's ground differs for 288 codes; 2584R001 ended and 2523R011 is new. TAB6586 has 470 820 cells.
    """
    cells = plan()
    ground = make_ground(cells)
    counts = people(len(cells))
    regso = {division: regso_areas(cells, ground, division) for division in (OLD, NEW)}
    deso = {division: deso_areas(cells, ground, division) for division in (OLD, NEW)}
    features = {
        "Tatorter_2023": place_features(cells, ground, counts, "tatort"),
        "Smaorter_2023": place_features(cells, ground, counts, "smaort"),
        "befolkning_1km_2025": square_features(cells, ground, counts),
    }
    for division in (OLD, NEW):
        features[REGSO_LAYERS[division][0]] = regso_features(regso[division], division)
        features[DESO_LAYERS[division][0]] = deso_features(deso[division], division)
    tables = [index_table(regso, indices(len(cells))), population_table(regso, deso, counts)]
    return Country("a made-up country", layers_with(features), {table.id: table for table in tables})
