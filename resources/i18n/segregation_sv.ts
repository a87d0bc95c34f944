<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sv_SE" sourcelanguage="en_GB">
<context>
    <name>Segregation</name>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> days</source>
        <translation> dagar</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>"{word}" in distances "{text}" is no distance; give metres from 0 to {maximum:.0f} as 250,500,1000.</source>
        <translation>"{word}" bland avstånden "{text}" är inget avstånd; ange meter från 0 till {maximum:.0f}, till exempel 250,500,1000.</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>&amp;Kommun</source>
        <translation>&amp;Kommun</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>&amp;Inga</translation>
    </message>
    <message>
        <source>&amp;Only 1–2</source>
        <translation>&amp;Endast 1–2</translation>
    </message>
    <message>
        <source>&amp;Palette</source>
        <translation>&amp;Palett</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Visa</translation>
    </message>
    <message>
        <source>&amp;Year</source>
        <translation>Å&amp;r</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>&amp;Zooma</translation>
    </message>
    <message>
        <source>'sv' or 'en'; the language of the plugin when left out</source>
        <translation>'sv' eller 'en'; tilläggets språk när det utelämnas</translation>
    </message>
    <message>
        <source>(blank)</source>
        <translation>(tomt)</translation>
    </message>
    <message>
        <source>A feature of output {name} has {size} MB, more than the {limit} MB that a row of a GeoPackage holds; leave this output empty, choose another format, or run on fewer features or areas.</source>
        <translation>Ett objekt i utdata {name} är på {size} MB, mer än de {limit} MB som en rad i en GeoPackage rymmer; lämna denna utdata tom, välj ett annat format eller kör med färre objekt eller områden.</translation>
    </message>
    <message>
        <source>A geometry at {x}, {y} in EPSG:3006 could not be overlaid with an area ({reason}); run Fix geometries on its layer and try again.</source>
        <translation>En geometri vid {x}, {y} i EPSG:3006 kunde inte överlagras med ett område ({reason}); kör Laga geometrier (Fix geometries) på dess lager och försök igen.</translation>
    </message>
    <message>
        <source>A population grid, finer areas or address points: where in an area its people live. Without one, and without built-up land, they are spread over the whole area, water and forest included.</source>
        <translation>Befolkningsrutor, mindre områden eller adresspunkter: var i ett område dess invånare bor. Utan dem, och utan bebyggelsemask, sprids de över hela området, vatten och skog inräknat.</translation>
    </message>
    <message>
        <source>A printed map of what is shown, or one page for every kommun</source>
        <translation>En utskrivbar karta över det som visas, eller en sida för varje kommun</translation>
    </message>
    <message>
        <source>A project is called "{name}", the word for all projects together; rename it and run again.</source>
        <translation>Ett projekt heter "{name}", ordet för alla projekt tillsammans; ge det ett annat namn och kör igen.</translation>
    </message>
    <message>
        <source>A&amp;ll</source>
        <translation>A&amp;lla</translation>
    </message>
    <message>
        <source>A&amp;reas</source>
        <translation>O&amp;mråden</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>Lägg till fil…</translation>
    </message>
    <message>
        <source>Add infrastructure</source>
        <translation>Lägg till infrastruktur</translation>
    </message>
    <message>
        <source>Add layers from files: GeoPackage, shapefile, GeoJSON, GTFS (zip or stops.txt) …</source>
        <translation>Lägg till lager från filer: GeoPackage, shapefil, GeoJSON, GTFS (zip eller stops.txt) …</translation>
    </message>
    <message>
        <source>Address of the geodata service (WFS)</source>
        <translation>Geodatatjänstens adress (WFS)</translation>
    </message>
    <message>
        <source>Address of the statistical database (PxWebApi v2)</source>
        <translation>Statistikdatabasens adress (PxWebApi v2)</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Jämfört med</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alla</translation>
    </message>
    <message>
        <source>All areas</source>
        <translation>Alla områden</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alla filer (*)</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Allt tillsammans</translation>
    </message>
    <message>
        <source>All years of the division</source>
        <translation>Alla år i indelningen</translation>
    </message>
    <message>
        <source>All years of the division, one feature per area and year</source>
        <translation>Alla år för indelningen, ett objekt per område och år</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>Alla {count}</translation>
    </message>
    <message>
        <source>Allow figures of another division</source>
        <translation>Tillåt siffror från en annan indelning</translation>
    </message>
    <message>
        <source>Allow figures of another division (every row is marked)</source>
        <translation>Tillåt uppgifter från en annan indelning (varje rad märks)</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analys</translation>
    </message>
    <message>
        <source>Another project is open by now, so the results were not loaded: they belong to the one before.</source>
        <translation>Ett annat projekt är öppet nu, så resultaten lästes inte in: de hör till det förra.</translation>
    </message>
    <message>
        <source>Area code {code} is neither RegSO nor DeSO, so its län and kommun are not known; choose the field with the codes, or compare with all areas.</source>
        <translation>Områdeskoden {code} är varken RegSO eller DeSO, så dess län och kommun är inte kända; välj fältet med koderna, eller jämför med alla områden.</translation>
    </message>
    <message>
        <source>Area type</source>
        <translation>Områdestyp</translation>
    </message>
    <message>
        <source>Area types</source>
        <translation>Områdestyper</translation>
    </message>
    <message>
        <source>Area weights</source>
        <translation>Områdesvikter</translation>
    </message>
    <message>
        <source>Area {code} of layer {layer} has a negative population ({value}) in field {field}; correct it and run again.</source>
        <translation>Område {code} i lager {layer} har negativ befolkning ({value}) i fält {field}; rätta det och kör igen.</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Områden</translation>
    </message>
    <message>
        <source>Areas from SCB</source>
        <translation>Områden från SCB</translation>
    </message>
    <message>
        <source>Areas of the newer division</source>
        <translation>Områden i den nyare indelningen</translation>
    </message>
    <message>
        <source>Areas of the older division</source>
        <translation>Områden i den äldre indelningen</translation>
    </message>
    <message>
        <source>Areas of type 1 to 5: {counts}; without: {without}.</source>
        <translation>Områden av typ 1 till 5: {counts}; utan typ: {without}.</translation>
    </message>
    <message>
        <source>Areas of type {code}</source>
        <translation>Områden av typ {code}</translation>
    </message>
    <message>
        <source>Areas or table</source>
        <translation>Områden eller tabell</translation>
    </message>
    <message>
        <source>Areas to compare with (the areas themselves when empty)</source>
        <translation>Områden att jämföra med (områdena själva om tomt)</translation>
    </message>
    <message>
        <source>Areas with a row</source>
        <translation>Områden med en rad</translation>
    </message>
    <message>
        <source>Areas with infrastructure</source>
        <translation>Områden med infrastruktur</translation>
    </message>
    <message>
        <source>Areas without a row</source>
        <translation>Områden utan rad</translation>
    </message>
    <message>
        <source>Areas without a type</source>
        <translation>Områden utan typ</translation>
    </message>
    <message>
        <source>Areas {first} and {second} of layer {layer} are both called {label}, so a table without codes cannot tell them apart; use a table with codes.</source>
        <translation>Områdena {first} och {second} i lager {layer} heter båda {label}, så en tabell utan koder kan inte skilja dem åt; använd en tabell med koder.</translation>
    </message>
    <message>
        <source>Areas {year}, {place}</source>
        <translation>Områden {year}, {place}</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argument</translation>
    </message>
    <message>
        <source>Ask SCB again, whatever was kept</source>
        <translation>Fråga SCB igen, vad som än är sparat</translation>
    </message>
    <message>
        <source>Ask again after</source>
        <translation>Fråga igen efter</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>Bedömning</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Högst</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Autentisering</translation>
    </message>
    <message>
        <source>Barriers and Access</source>
        <translation>Barriärer och tillgänglighet</translation>
    </message>
    <message>
        <source>Both the index ({index}) and components ({components}) are given; choose the index or all three components.</source>
        <translation>Både indexet ({index}) och delar av det ({components}) är angivna; välj indexet eller alla tre delarna.</translation>
    </message>
    <message>
        <source>Buffer exposure</source>
        <translation>Buffertexponering</translation>
    </message>
    <message>
        <source>Built-up land</source>
        <translation>Bebyggd mark</translation>
    </message>
    <message>
        <source>Built-up land, such as tätorter: people are spread over it alone.</source>
        <translation>Bebyggd mark, till exempel tätorter: invånarna sprids bara över den.</translation>
    </message>
    <message>
        <source>Built-up land, {place}</source>
        <translation>Bebyggd mark, {place}</translation>
    </message>
    <message>
        <source>Built-up mask</source>
        <translation>Bebyggelsemask (tätort)</translation>
    </message>
    <message>
        <source>Calibrated overdispersion for the standard error</source>
        <translation>Kalibrerad överspridning för medelfelet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Cancelled; nothing was written.</source>
        <translation>Avbrutet; inget skrevs.</translation>
    </message>
    <message>
        <source>Challenges</source>
        <translation>Utmaningar</translation>
    </message>
    <message>
        <source>Changed: {codes}</source>
        <translation>Ändrade: {codes}</translation>
    </message>
    <message>
        <source>Changes of codes</source>
        <translation>Förändringar av koder</translation>
    </message>
    <message>
        <source>Choose the field with people of layer {layer}.</source>
        <translation>Välj fältet med antal personer i lager {layer}.</translation>
    </message>
    <message>
        <source>Chosen by you.</source>
        <translation>Valt av dig.</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klass</translation>
    </message>
    <message>
        <source>Class fields (comma-separated; each layer uses the first it has; or a list per layer, by semicolons)</source>
        <translation>Klassfält (kommaseparerade; varje lager använder det första det har; eller en lista per lager, med semikolon)</translation>
    </message>
    <message>
        <source>Classes on the map</source>
        <translation>Klasser på kartan</translation>
    </message>
    <message>
        <source>Classified areas</source>
        <translation>Klassade områden</translation>
    </message>
    <message>
        <source>Classify area types</source>
        <translation>Klassa områdestyper</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Töm</translation>
    </message>
    <message>
        <source>Click to change.</source>
        <translation>Klicka för att ändra.</translation>
    </message>
    <message>
        <source>Code {code} appears twice in layer {layer}, so its people would count twice; filter the layer to one row per area (one year).</source>
        <translation>Kod {code} finns två gånger i lager {layer}, så dess befolkning skulle räknas två gånger; filtrera lagret till en rad per område (ett år).</translation>
    </message>
    <message>
        <source>Code {code} stands in several rows of a year: its people count several times.</source>
        <translation>Koden {code} finns på flera rader för ett år: dess invånare räknas flera gånger.</translation>
    </message>
    <message>
        <source>Code {code} stands in several rows of layer {layer} and would count twice in the mean; filter it to one row per area, or give the mean and the standard deviation.</source>
        <translation>Kod {code} finns på flera rader i lager {layer} och skulle räknas två gånger i medelvärdet; filtrera lagret till en rad per område, eller ange medelvärde och standardavvikelse.</translation>
    </message>
    <message>
        <source>Code {code} stands in {count} rows of layer {layer}; an area must be one row: dissolve the layer on field {field}, or delete the copies.</source>
        <translation>Kod {code} finns på {count} rader i lager {layer}; ett område ska vara en rad: lös upp lagret på fält {field}, eller ta bort dubbletterna.</translation>
    </message>
    <message>
        <source>Codes of labels, such as SCB's key of DeSO and RegSO; only for tables that name areas without a code.</source>
        <translation>Koder för namn, till exempel SCB:s koppling mellan DeSO och RegSO; bara för tabeller som anger områden utan kod.</translation>
    </message>
    <message>
        <source>Codes that are new</source>
        <translation>Koder som är nya</translation>
    </message>
    <message>
        <source>Codes that ended</source>
        <translation>Koder som upphört</translation>
    </message>
    <message>
        <source>Codes with other ground</source>
        <translation>Koder med annan mark</translation>
    </message>
    <message>
        <source>Codes with the same ground</source>
        <translation>Koder med samma mark</translation>
    </message>
    <message>
        <source>Colours on the map; the plugin's own, since there are no official ones.</source>
        <translation>Färger på kartan; tilläggets egna, eftersom det inte finns några officiella.</translation>
    </message>
    <message>
        <source>Compare divisions</source>
        <translation>Jämför indelningar</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Jämför med</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopiera</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Antal</translation>
    </message>
    <message>
        <source>Count overlapping polygons of a class once</source>
        <translation>Räkna överlappande ytor i en klass en gång</translation>
    </message>
    <message>
        <source>Crossing</source>
        <translation>Passage</translation>
    </message>
    <message>
        <source>Cumulative distances (off: rings)</source>
        <translation>Ackumulerade avstånd (av: ringar)</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Data</translation>
    </message>
    <message>
        <source>Distance 0 means inside, which points and lines do not have; give a distance above 0 or use polygon layers only.</source>
        <translation>Avstånd 0 betyder innanför, vilket punkter och linjer inte har; ange ett avstånd över 0 eller använd bara ytlager.</translation>
    </message>
    <message>
        <source>Distance within which a line lies on a border (metres)</source>
        <translation>Avstånd inom vilket en linje ligger på en gräns (meter)</translation>
    </message>
    <message>
        <source>Distances "{text}" hold {count} numbers; give {maximum} at the most, in metres, as 250,500,1000.</source>
        <translation>Avstånden "{text}" är {count} tal; ange högst {maximum}, i meter, till exempel 250,500,1000.</translation>
    </message>
    <message>
        <source>Distances (metres)</source>
        <translation>Avstånd (meter)</translation>
    </message>
    <message>
        <source>Distances, metres</source>
        <translation>Avstånd, meter</translation>
    </message>
    <message>
        <source>Division</source>
        <translation>Indelning</translation>
    </message>
    <message>
        <source>Division of the areas</source>
        <translation>Områdenas indelning</translation>
    </message>
    <message>
        <source>Download from SCB</source>
        <translation>Hämta från SCB</translation>
    </message>
    <message>
        <source>Draw by kind</source>
        <translation>Rita efter slag</translation>
    </message>
    <message>
        <source>Drawing …</source>
        <translation>Ritar …</translation>
    </message>
    <message>
        <source>Economic assistance or unemployed, %</source>
        <translation>Ekonomiskt bistånd eller arbetslös, %</translation>
    </message>
    <message>
        <source>End caps of lines</source>
        <translation>Linjers ändar</translation>
    </message>
    <message>
        <source>Ended: {codes}</source>
        <translation>Upphörda: {codes}</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Exempel</translation>
    </message>
    <message>
        <source>Export PDF…</source>
        <translation>Exportera PDF…</translation>
    </message>
    <message>
        <source>Export PNG…</source>
        <translation>Exportera PNG…</translation>
    </message>
    <message>
        <source>Export map</source>
        <translation>Exportera karta</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Exponering</translation>
    </message>
    <message>
        <source>Feature {feature} of layer {layer} lies where {crs} cannot be transformed to EPSG:3006; check the coordinate reference system of the layer.</source>
        <translation>Objekt {feature} i lager {layer} ligger där {crs} inte kan transformeras till EPSG:3006; kontrollera lagrets koordinatsystem.</translation>
    </message>
    <message>
        <source>Feature {key} of layer {layer} has no polygon in Sweden; check the address in the settings of Segregation.</source>
        <translation>Objekt {key} i lager {layer} har ingen yta i Sverige; kontrollera adressen i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>Features with a value that is no area type</source>
        <translation>Objekt med ett värde som inte är någon områdestyp</translation>
    </message>
    <message>
        <source>Fetch anew</source>
        <translation>Hämta på nytt</translation>
    </message>
    <message>
        <source>Fetch built-up land as well (tätorter and småorter)</source>
        <translation>Hämta även bebyggd mark (tätorter och småorter)</translation>
    </message>
    <message>
        <source>Fetch everything anew, whatever was kept</source>
        <translation>Hämta allt på nytt, vad som än är sparat</translation>
    </message>
    <message>
        <source>Fetch the population grid of 1 km as well</source>
        <translation>Hämta även befolkningsrutor om 1 km</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Fält</translation>
    </message>
    <message>
        <source>Field that says the class: results are told apart by it.</source>
        <translation>Fält som anger klassen: resultaten delas upp efter det.</translation>
    </message>
    <message>
        <source>Field to group the areas by</source>
        <translation>Fält att gruppera områdena efter</translation>
    </message>
    <message>
        <source>Field with people in the grid or points</source>
        <translation>Fält med antal personer i rutorna eller punkterna</translation>
    </message>
    <message>
        <source>Field with the area code</source>
        <translation>Fält med områdeskod</translation>
    </message>
    <message>
        <source>Field with the area code (guessed when empty)</source>
        <translation>Fält med områdeskod (gissas om tomt)</translation>
    </message>
    <message>
        <source>Field with the area name (guessed when empty)</source>
        <translation>Fält med områdesnamn (gissas om tomt)</translation>
    </message>
    <message>
        <source>Field with the area type</source>
        <translation>Fält med områdestyp</translation>
    </message>
    <message>
        <source>Field with the code in the newer areas (guessed when empty)</source>
        <translation>Fält med koden i de nyare områdena (gissas om tomt)</translation>
    </message>
    <message>
        <source>Field with the code in the older areas (guessed when empty)</source>
        <translation>Fält med koden i de äldre områdena (gissas om tomt)</translation>
    </message>
    <message>
        <source>Field with the population</source>
        <translation>Fält med befolkning</translation>
    </message>
    <message>
        <source>Field with the project</source>
        <translation>Fält med projekt</translation>
    </message>
    <message>
        <source>Field with the share with assistance or long-term unemployed (%)</source>
        <translation>Fält med andel med ekonomiskt bistånd eller långtidsarbetslösa (%)</translation>
    </message>
    <message>
        <source>Field with the share with low economic standard (%)</source>
        <translation>Fält med andel med låg ekonomisk standard (%)</translation>
    </message>
    <message>
        <source>Field with the share with pre-upper-secondary education (%)</source>
        <translation>Fält med andel med förgymnasial utbildning (%)</translation>
    </message>
    <message>
        <source>Field with the socioeconomic index</source>
        <translation>Fält med socioekonomiskt index</translation>
    </message>
    <message>
        <source>Field with the vehicles a day: traffic is counted from it.</source>
        <translation>Fält med fordon per dygn: trafiken räknas från det.</translation>
    </message>
    <message>
        <source>Field {field} of layer {layer} has no area type in any row (it has {example}); choose the field with the types 1 to 5.</source>
        <translation>Fält {field} i lager {layer} har ingen områdestyp på någon rad (det har {example}); välj fältet med typerna 1 till 5.</translation>
    </message>
    <message>
        <source>Field {field} of layer {layer} has no population in any row; join a population table with Join index.</source>
        <translation>Fält {field} i lager {layer} saknar befolkning på alla rader; koppla en befolkningstabell med Koppla index.</translation>
    </message>
    <message>
        <source>Field {field} of layer {layer} has people in no row; choose the field with people.</source>
        <translation>Fält {field} i lager {layer} har inga personer på någon rad; välj fältet med antal personer.</translation>
    </message>
    <message>
        <source>Fields with vehicles a day (comma-separated; the first a layer has; or a list per layer, by semicolons)</source>
        <translation>Fält med fordon per dygn (kommaseparerade; det första ett lager har; eller en lista per lager, med semikolon)</translation>
    </message>
    <message>
        <source>Figures of another division (0 or 1)</source>
        <translation>Uppgifter från en annan indelning (0 eller 1)</translation>
    </message>
    <message>
        <source>Figures of another division than that of the areas: borders may differ, compare with care.</source>
        <translation>Uppgifterna gäller en annan indelning än områdenas: gränser kan skilja sig, jämför med försiktighet.</translation>
    </message>
    <message>
        <source>File with statistics by RegSO or DeSO</source>
        <translation>Fil med statistik efter RegSO eller DeSO</translation>
    </message>
    <message>
        <source>File {file} holds the layers {layers}; say which one, as {file}|layername={first}.</source>
        <translation>Filen {file} innehåller lagren {layers}; ange vilket, som {file}|layername={first}.</translation>
    </message>
    <message>
        <source>Folder (in the QGIS profile when empty)</source>
        <translation>Mapp (i QGIS-profilen när det är tomt)</translation>
    </message>
    <message>
        <source>From SCB</source>
        <translation>Från SCB</translation>
    </message>
    <message>
        <source>GDAL does not hand it over whole as columns</source>
        <translation>GDAL inte lämnar över det helt som kolumner</translation>
    </message>
    <message>
        <source>GEOS gave no reason</source>
        <translation>GEOS angav inget skäl</translation>
    </message>
    <message>
        <source>Give kommuner and län, or an extent, not both.</source>
        <translation>Ange kommuner och län, eller en utbredning, inte båda.</translation>
    </message>
    <message>
        <source>Give polygons and a table with the index, here or by dropping them.</source>
        <translation>Ange ytor och en tabell med indexet, här eller genom att släppa filerna.</translation>
    </message>
    <message>
        <source>Give up when nothing has come for</source>
        <translation>Ge upp när inget har kommit på</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Goda</translation>
    </message>
    <message>
        <source>Greyscale</source>
        <translation>Gråskala</translation>
    </message>
    <message>
        <source>Ground of old codes in new codes</source>
        <translation>Gamla koders mark i nya koder</translation>
    </message>
    <message>
        <source>Guess again</source>
        <translation>Gissa igen</translation>
    </message>
    <message>
        <source>Guessed from its name.</source>
        <translation>Gissat från dess namn.</translation>
    </message>
    <message>
        <source>Guessed from the field {field}.</source>
        <translation>Gissat från fältet {field}.</translation>
    </message>
    <message>
        <source>Guessed from the word “{word}” in the name.</source>
        <translation>Gissat från ordet ”{word}” i namnet.</translation>
    </message>
    <message>
        <source>Hide all areas.</source>
        <translation>Dölj alla områden.</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Högst</translation>
    </message>
    <message>
        <source>How it was made</source>
        <translation>Hur det gjordes</translation>
    </message>
    <message>
        <source>How many people each square, area or point stands for.</source>
        <translation>Hur många invånare varje ruta, område eller punkt står för.</translation>
    </message>
    <message>
        <source>How much of the map below is hidden by the areas.</source>
        <translation>Hur mycket av kartan under som täcks av områdena.</translation>
    </message>
    <message>
        <source>How output "{output}" was made could not be stored with it: {reason}</source>
        <translation>Hur resultatet "{output}" gjordes kunde inte sparas med det: {reason}</translation>
    </message>
    <message>
        <source>How people are distributed</source>
        <translation>Hur befolkningen fördelas</translation>
    </message>
    <message>
        <source>Import table</source>
        <translation>Läs in tabell</translation>
    </message>
    <message>
        <source>Imported table</source>
        <translation>Inläst tabell</translation>
    </message>
    <message>
        <source>In the reference</source>
        <translation>I jämförelsen</translation>
    </message>
    <message>
        <source>In the rows taken for the population, field {field} is {value}.</source>
        <translation>På raderna som befolkningen tas från är fält {field} {value}.</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>Index by year, {year} on the map</source>
        <translation>Index per år, {year} på kartan</translation>
    </message>
    <message>
        <source>Index of {years}, coded on {division}: {count} of {total} areas have a row in table {table}, matched on field {field}; {rows} rows have no area.</source>
        <translation>Index för {years}, kodat på {division}: {count} av {total} områden har en rad i tabell {table}, kopplade på fält {field}; {rows} rader har inget område.</translation>
    </message>
    <message>
        <source>Index {index} · population {people}</source>
        <translation>Index {index} · befolkning {people}</translation>
    </message>
    <message>
        <source>Infrastructure</source>
        <translation>Infrastruktur</translation>
    </message>
    <message>
        <source>Infrastructure layers</source>
        <translation>Infrastrukturlager</translation>
    </message>
    <message>
        <source>It cannot be read, so it is left out: set its data source again.</source>
        <translation>Det kan inte läsas och lämnas därför utanför: ange dess datakälla igen.</translation>
    </message>
    <message>
        <source>It is not known which division the areas of layer {layer} belong to, so the year cannot be checked; run Prepare areas on it and choose the division, or allow a version mismatch.</source>
        <translation>Det är inte känt vilken indelning områdena i lager {layer} hör till, så året kan inte kontrolleras; kör Förbered områden på lagret och välj indelning, eller tillåt en annan version.</translation>
    </message>
    <message>
        <source>Join index</source>
        <translation>Koppla index</translation>
    </message>
    <message>
        <source>Joined areas</source>
        <translation>Kopplade områden</translation>
    </message>
    <message>
        <source>Kept answers</source>
        <translation>Sparade svar</translation>
    </message>
    <message>
        <source>Kept now</source>
        <translation>Sparat nu</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Nyckel</translation>
    </message>
    <message>
        <source>Key file {file} has no column of RegSO codes such as 0114R001 with a column of names beside it; give SCB's DeSO-RegSO key or a list of codes and names.</source>
        <translation>Nyckelfilen {file} har ingen kolumn med RegSO-koder som 0114R001 med en kolumn med namn bredvid; ange SCB:s nyckel mellan DeSO och RegSO eller en lista med koder och namn.</translation>
    </message>
    <message>
        <source>Key from labels to codes, for tables without codes</source>
        <translation>Nyckel från namn till koder, för tabeller utan koder</translation>
    </message>
    <message>
        <source>Kilometres per 10 000 people in areas of the type</source>
        <translation>Kilometer per 10 000 personer i områden av typen</translation>
    </message>
    <message>
        <source>Kilometres per square kilometre of areas of the type</source>
        <translation>Kilometer per kvadratkilometer av områden av typen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Slag</translation>
    </message>
    <message>
        <source>Kind of areas</source>
        <translation>Slags områden</translation>
    </message>
    <message>
        <source>Kind of standard deviation</source>
        <translation>Slag av standardavvikelse</translation>
    </message>
    <message>
        <source>L&amp;abels on the map</source>
        <translation>&amp;Namn på kartan</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>Liggande</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Språk</translation>
    </message>
    <message>
        <source>Language of QGIS</source>
        <translation>QGIS språk</translation>
    </message>
    <message>
        <source>Language of the legend</source>
        <translation>Teckenförklaringens språk</translation>
    </message>
    <message>
        <source>Language of the map</source>
        <translation>Kartans språk</translation>
    </message>
    <message>
        <source>Language of the plugin (from the next start of QGIS)</source>
        <translation>Pluginens språk (från nästa start av QGIS)</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Lager</translation>
    </message>
    <message>
        <source>Layer to style</source>
        <translation>Lager att stilsätta</translation>
    </message>
    <message>
        <source>Layer {layer} changed while it was being read; run again.</source>
        <translation>Lagret {layer} ändrades medan det lästes; kör igen.</translation>
    </message>
    <message>
        <source>Layer {layer} does not say which division it holds, so the field division stays empty and no year can be checked against it; choose the division if you know it.</source>
        <translation>Lager {layer} säger inte vilken indelning det innehåller, så fältet division förblir tomt och inget år kan kontrolleras mot det; välj indelning om du känner till den.</translation>
    </message>
    <message>
        <source>Layer {layer} does not say which division it holds; it is taken as {role}.</source>
        <translation>Lager {layer} säger inte vilken indelning det innehåller; det tas som {role}.</translation>
    </message>
    <message>
        <source>Layer {layer} has area codes in fields {fields}; choose the field with the codes of its own rows.</source>
        <translation>Lager {layer} har områdeskoder i fälten {fields}; välj fältet med radernas egna koder.</translation>
    </message>
    <message>
        <source>Layer {layer} has no areas to draw a map of.</source>
        <translation>Lagret {layer} har inga områden att rita en karta av.</translation>
    </message>
    <message>
        <source>Layer {layer} has no coordinate reference system; set the right one in its properties and run again.</source>
        <translation>Lager {layer} saknar koordinatsystem; ange det rätta i lagrets egenskaper och kör igen.</translation>
    </message>
    <message>
        <source>Layer {layer} has no features with a geometry to work on; repair it or leave it out.</source>
        <translation>Lagret {layer} har inga objekt med en geometri att arbeta med; reparera det eller utelämna det.</translation>
    </message>
    <message>
        <source>Layer {layer} has no field with RegSO or DeSO codes such as 0114R001 or 0114C1010; it has {fields}.</source>
        <translation>Lager {layer} har inget fält med RegSO- eller DeSO-koder som 0114R001 eller 0114C1010; det har {fields}.</translation>
    </message>
    <message>
        <source>Layer {layer} has no field {field} with the area codes; run Prepare areas on it first.</source>
        <translation>Lager {layer} har inget fält {field} med områdeskoder; kör Förbered områden på det först.</translation>
    </message>
    <message>
        <source>Layer {layer} has no field {field}; choose the field with the index, or the three fields with its components.</source>
        <translation>Lager {layer} har inget fält {field}; välj fältet med indexet, eller de tre fälten med dess delar.</translation>
    </message>
    <message>
        <source>Layer {layer} has no field {field}; it has {fields}.</source>
        <translation>Lager {layer} har inget fält {field}; det har {fields}.</translation>
    </message>
    <message>
        <source>Layer {layer} has no field {field}; it may have been changed since this version of Segregation was made.</source>
        <translation>Lager {layer} har inget fält {field}; det kan ha ändrats sedan den här versionen av Segregation gjordes.</translation>
    </message>
    <message>
        <source>Layer {layer} has no polygons; choose the layer of areas to style.</source>
        <translation>Lager {layer} har inga ytor; välj lagret med de områden som ska stilsättas.</translation>
    </message>
    <message>
        <source>Layer {layer} has no squares where the areas are; run without the population grid, or later.</source>
        <translation>Lager {layer} har inga rutor där områdena ligger; kör utan befolkningsrutor, eller senare.</translation>
    </message>
    <message>
        <source>Layer {layer} has no {expected}; choose a layer with that type of geometry.</source>
        <translation>Lager {layer} har inga {expected}; välj ett lager med den geometritypen.</translation>
    </message>
    <message>
        <source>Layer {layer} has none of the fields {expected}; choose the field with people.</source>
        <translation>Lager {layer} har inget av fälten {expected}; välj fältet med antal personer.</translation>
    </message>
    <message>
        <source>Layer {layer} has nothing around the areas.</source>
        <translation>Lager {layer} har inget kring områdena.</translation>
    </message>
    <message>
        <source>Layer {layer} has nothing for {fields}; these stay NULL.</source>
        <translation>Lager {layer} har inget för {fields}; de förblir NULL.</translation>
    </message>
    <message>
        <source>Layer {layer} has nothing in any of the areas, so it cannot say where people live; choose a layer that covers them.</source>
        <translation>Lager {layer} har inget i något av områdena och kan därför inte visa var folk bor; välj ett lager som täcker dem.</translation>
    </message>
    <message>
        <source>Layer {layer} has nothing in the places asked for; check the codes of kommuner and län, or the extent.</source>
        <translation>Lager {layer} har inget på de platser som efterfrågas; kontrollera koderna för kommuner och län, eller utbredningen.</translation>
    </message>
    <message>
        <source>Layer {layer} has rows of several years ({years}), while a type is relative to the areas of one year; filter it to one year, or give the mean and the standard deviation.</source>
        <translation>Lager {layer} har rader från flera år ({years}), men en typ är relativ till områdena under ett år; filtrera lagret till ett år, eller ange medelvärde och standardavvikelse.</translation>
    </message>
    <message>
        <source>Layer {layer} has types of several years ({years}), and types are relative to a year; filter it to one.</source>
        <translation>Lagret {layer} har typer för flera år ({years}), och typerna är relativa till ett år; filtrera det till ett.</translation>
    </message>
    <message>
        <source>Layer {layer} has {code} where a RegSO or DeSO code such as 0114R001 was expected; run Prepare areas on it first.</source>
        <translation>Lager {layer} har {code} där en RegSO- eller DeSO-kod som 0114R001 väntades; kör Förbered områden på det först.</translation>
    </message>
    <message>
        <source>Layer {layer} has {division} in field {field}; expected one of {divisions}: run Prepare areas on it.</source>
        <translation>Lager {layer} har {division} i fält {field}; någon av {divisions} väntades: kör Förbered områden på det.</translation>
    </message>
    <message>
        <source>Layer {layer} has {value} in field {field}; expected a number or nothing.</source>
        <translation>Lager {layer} har {value} i fält {field}; ett tal eller inget väntades.</translation>
    </message>
    <message>
        <source>Layer {layer} holds areas of {found}, not of {wanted}; choose that division, or auto.</source>
        <translation>Lager {layer} innehåller områden enligt {found}, inte {wanted}; välj den indelningen, eller auto.</translation>
    </message>
    <message>
        <source>Layer {layer} is a table without geometries; give a layer of {expected}.</source>
        <translation>Lagret {layer} är en tabell utan geometrier; ange ett lager med {expected}.</translation>
    </message>
    <message>
        <source>Layer {layer} is not stored in a GeoPackage, so it cannot carry a default style; save the layer in one first, or give a style file instead.</source>
        <translation>Lager {layer} är inte lagrat i en GeoPackage och kan därför inte bära en förvald stil; spara lagret i en sådan först, eller ange en stilfil i stället.</translation>
    </message>
    <message>
        <source>Layer {layer} lies where it cannot be drawn in {crs}; check its coordinate reference system.</source>
        <translation>Lagret {layer} ligger där det inte kan ritas i {crs}; kontrollera dess koordinatsystem.</translation>
    </message>
    <message>
        <source>Layer {layer} mixes RegSO and DeSO codes ({codes}); give a layer with one kind of area.</source>
        <translation>Lager {layer} blandar RegSO- och DeSO-koder ({codes}); ange ett lager med ett slags områden.</translation>
    </message>
    <message>
        <source>Layer {layer} mixes areas of {divisions}; filter it to one division.</source>
        <translation>Lager {layer} blandar områden enligt {divisions}; filtrera det till en indelning.</translation>
    </message>
    <message>
        <source>Layer {layer} mixes divisions in field {field} ({divisions}); give a layer of one division.</source>
        <translation>Lager {layer} blandar indelningar i fält {field} ({divisions}); ange ett lager med en indelning.</translation>
    </message>
    <message>
        <source>Layer {layer}: code from field {code}, name from {name}, kommun's name from {municipality}, version from {version}.</source>
        <translation>Lager {layer}: kod från fält {code}, namn från {name}, kommunens namn från {municipality}, version från {version}.</translation>
    </message>
    <message>
        <source>Layer {layer}: each line cut by the areas near it, since areas overlap, their borders do not match or too many are tiny.</source>
        <translation>Lagret {layer}: varje linje delas av områdena intill den, eftersom områden överlappar, deras gränser inte passar ihop eller för många är mycket små.</translation>
    </message>
    <message>
        <source>Layer {layer}: each line cut by the areas near it, since the border tolerance is wide.</source>
        <translation>Lagret {layer}: varje linje delas av områdena intill den, eftersom gränstoleransen är stor.</translation>
    </message>
    <message>
        <source>Layer {layer}: few lines, each cut by the areas near it.</source>
        <translation>Lagret {layer}: få linjer, var och en delas av områdena intill den.</translation>
    </message>
    <message>
        <source>Layer {layer}: fields {fields} are replaced by the output's own of that name.</source>
        <translation>Lager {layer}: fälten {fields} ersätts av resultatets egna med samma namn.</translation>
    </message>
    <message>
        <source>Layer {layer}: lines cut by the net of {borders} borders between the areas.</source>
        <translation>Lagret {layer}: linjerna delas av nätet av {borders} gränser mellan områdena.</translation>
    </message>
    <message>
        <source>Layer {layer}: read as columns.</source>
        <translation>Lagret {layer}: läst som kolumner.</translation>
    </message>
    <message>
        <source>Layer {layer}: read feature by feature, since {reason}.</source>
        <translation>Lagret {layer}: läst objekt för objekt, eftersom {reason}.</translation>
    </message>
    <message>
        <source>Layer {layer}: {count} features in {pages} answers.</source>
        <translation>Lager {layer}: {count} objekt i {pages} svar.</translation>
    </message>
    <message>
        <source>Layer {layer}: {count} features without a usable geometry were skipped.</source>
        <translation>Lager {layer}: {count} objekt utan användbar geometri hoppades över.</translation>
    </message>
    <message>
        <source>Layer {layer}: {count} features.</source>
        <translation>Lager {layer}: {count} objekt.</translation>
    </message>
    <message>
        <source>Layer {layer}: {count} invalid polygons were repaired.</source>
        <translation>Lager {layer}: {count} ogiltiga ytor reparerades.</translation>
    </message>
    <message>
        <source>Layer {layer}: {count} rows without a valid code were rejected ({examples}).</source>
        <translation>Lager {layer}: {count} rader utan giltig kod avvisades ({examples}).</translation>
    </message>
    <message>
        <source>Layer {old} holds {old_level} and layer {new} holds {new_level}; give two layers of the same kind of area.</source>
        <translation>Lager {old} innehåller {old_level} och lager {new} innehåller {new_level}; ange två lager med samma slags område.</translation>
    </message>
    <message>
        <source>Layers {old} and {new} both hold areas of {division}; give the older division as OLD and the newer one as NEW.</source>
        <translation>Lagren {old} och {new} innehåller båda områden enligt {division}; ange den äldre indelningen som OLD och den nyare som NEW.</translation>
    </message>
    <message>
        <source>Layers {old} and {new} have no kommun in common; give two layers that cover the same place.</source>
        <translation>Lagren {old} och {new} har ingen kommun gemensam; ange två lager som täcker samma plats.</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Läs in</translation>
    </message>
    <message>
        <source>Load areas on page Data first.</source>
        <translation>Läs in områden på sidan Data först.</translation>
    </message>
    <message>
        <source>Load files</source>
        <translation>Läs in filer</translation>
    </message>
    <message>
        <source>Location quotient: share divided by reference</source>
        <translation>Lokaliseringskvot: andel delad med jämförelse</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Lägst</translation>
    </message>
    <message>
        <source>Low economic standard, %</source>
        <translation>Låg ekonomisk standard, %</translation>
    </message>
    <message>
        <source>Major challenges</source>
        <translation>Stora utmaningar</translation>
    </message>
    <message>
        <source>Make map</source>
        <translation>Gör karta</translation>
    </message>
    <message>
        <source>Make map…</source>
        <translation>Gör karta…</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Medelvärde</translation>
    </message>
    <message>
        <source>Mean index {index} · population {people}</source>
        <translation>Medelindex {index} · befolkning {people}</translation>
    </message>
    <message>
        <source>Mean of the index in the reference (from the input when empty)</source>
        <translation>Indexets medelvärde i jämförelsen (från indata om tomt)</translation>
    </message>
    <message>
        <source>Method {method} needs {needs}; give that layer or choose another method.</source>
        <translation>Metoden {method} behöver {needs}; ange det lagret eller välj en annan metod.</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>Blandade</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modeller</translation>
    </message>
    <message>
        <source>More such files: {count}.</source>
        <translation>Fler sådana filer: {count}.</translation>
    </message>
    <message>
        <source>More warnings: {count}.</source>
        <translation>Fler varningar: {count}.</translation>
    </message>
    <message>
        <source>Names or codes of kommuner and län, separated by commas</source>
        <translation>Namn eller koder för kommuner och län, åtskilda av komma</translation>
    </message>
    <message>
        <source>Near the infrastructure</source>
        <translation>Nära infrastrukturen</translation>
    </message>
    <message>
        <source>Neither its name nor its fields say what it is.</source>
        <translation>Varken namn eller fält säger vad det är.</translation>
    </message>
    <message>
        <source>New and kept answers do not fit each other ({reason}); kept ones are used.</source>
        <translation>Nya och sparade svar passar inte ihop ({reason}); de sparade används.</translation>
    </message>
    <message>
        <source>New: {codes}</source>
        <translation>Nya: {codes}</translation>
    </message>
    <message>
        <source>No area meets the extent; draw another on the map.</source>
        <translation>Inget område möter utbredningen; rita en annan på kartan.</translation>
    </message>
    <message>
        <source>No area of layer {layer} has a population in field {field} of table {table}, matched on field {key} ({division}); check that both cover the same places.</source>
        <translation>Inget område i lager {layer} har befolkning i fält {field} i tabell {table}, kopplade på fält {key} ({division}); kontrollera att båda gäller samma platser.</translation>
    </message>
    <message>
        <source>No area of layer {layer} has a row in table {table} for {years} ({division}), matched on field {field}; check that both cover the same places.</source>
        <translation>Inget område i lager {layer} har en rad i tabell {table} för {years} ({division}), kopplade på fält {field}; kontrollera att båda gäller samma platser.</translation>
    </message>
    <message>
        <source>No area of layer {layer} has the code of a kommun, so there is nothing to make pages of; run Prepare areas on the layer, or make one map of all areas.</source>
        <translation>Inget område i lagret {layer} har en kommuns kod, så det finns inget att göra sidor av; kör Förbered områden på lagret, eller gör en enda karta av alla områden.</translation>
    </message>
    <message>
        <source>No area of layer {layer} lies in {code} {name}; take that code out, or choose a layer that covers it.</source>
        <translation>Inget område i lager {layer} ligger i {code} {name}; ta bort den koden, eller välj ett lager som täcker den.</translation>
    </message>
    <message>
        <source>No areas yet: load areas on page Data, or run Join index.</source>
        <translation>Inga områden än: läs in områden på sidan Data eller kör Koppla index.</translation>
    </message>
    <message>
        <source>No field has a name that says so.</source>
        <translation>Inget fält har ett namn som säger det.</translation>
    </message>
    <message>
        <source>No infrastructure layer has a field {field}; give one of theirs: {fields}.</source>
        <translation>Inget infrastrukturlager har ett fält {field}; ange ett av deras: {fields}.</translation>
    </message>
    <message>
        <source>No infrastructure layer has the project field {field}; choose an existing field or leave it empty.</source>
        <translation>Inget infrastrukturlager har projektfältet {field}; välj ett fält som finns eller lämna det tomt.</translation>
    </message>
    <message>
        <source>No row of layer {layer} has a RegSO or DeSO code such as 0114R001 or 0114C1010 in field {field}; choose the field with the codes.</source>
        <translation>Ingen rad i lager {layer} har en RegSO- eller DeSO-kod som 0114R001 eller 0114C1010 i fält {field}; välj fältet med koderna.</translation>
    </message>
    <message>
        <source>No type</source>
        <translation>Ingen typ</translation>
    </message>
    <message>
        <source>No zone of project {project} meets any of the areas; check the coordinate reference systems.</source>
        <translation>Ingen zon för projektet {project} möter något av områdena; kontrollera koordinatsystemen.</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Buller</translation>
    </message>
    <message>
        <source>Not taken, since there is one place for each: {files}</source>
        <translation>Togs inte med, eftersom det finns en plats för varje slag: {files}</translation>
    </message>
    <message>
        <source>Note on {table}: {note}</source>
        <translation>Anmärkning till {table}: {note}</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Inget</translation>
    </message>
    <message>
        <source>Nothing is given for output "{output}"; give a file or a temporary layer, or do not fetch it.</source>
        <translation>Inget är angivet för utdata "{output}"; ange en fil eller ett temporärt lager, eller hämta det inte.</translation>
    </message>
    <message>
        <source>Nothing kept yet; everything comes from SCB.</source>
        <translation>Inget sparat ännu; allt kommer från SCB.</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Antal</translation>
    </message>
    <message>
        <source>Number of areas</source>
        <translation>Antal områden</translation>
    </message>
    <message>
        <source>Number of areas, in the chosen kommun and year.</source>
        <translation>Antal områden, i vald kommun och valt år.</translation>
    </message>
    <message>
        <source>Number of rejected rows</source>
        <translation>Antal avvisade rader</translation>
    </message>
    <message>
        <source>Number of repaired polygons</source>
        <translation>Antal reparerade ytor</translation>
    </message>
    <message>
        <source>Number of rows</source>
        <translation>Antal rader</translation>
    </message>
    <message>
        <source>Number of skipped features</source>
        <translation>Antal överhoppade objekt</translation>
    </message>
    <message>
        <source>OLD is layer {old} with areas of {old_division}, and NEW is layer {new} with areas of {new_division}; give the older division as OLD and the newer one as NEW.</source>
        <translation>OLD är lager {old} med områden enligt {old_division}, och NEW är lager {new} med områden enligt {new_division}; ange den äldre indelningen som OLD och den nyare som NEW.</translation>
    </message>
    <message>
        <source>Of the infrastructure</source>
        <translation>Av infrastrukturen</translation>
    </message>
    <message>
        <source>Of the people</source>
        <translation>Av befolkningen</translation>
    </message>
    <message>
        <source>Of {total} codes, {unchanged} stand for the same ground (nowhere more than {tolerance} m off), {changed} for other ground, {ended} ended and {new} are new.</source>
        <translation>Av {total} koder står {unchanged} för samma mark (ingenstans mer än {tolerance} m avvikelse) och {changed} för annan mark, {ended} har upphört och {new} är nya.</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>På kartan</translation>
    </message>
    <message>
        <source>One or more, separated by commas; each counts those within it.</source>
        <translation>Ett eller flera, åtskilda av kommatecken; vart och ett räknar dem som bor inom det.</translation>
    </message>
    <message>
        <source>One page per kommun (atlas)</source>
        <translation>En sida per kommun (atlas)</translation>
    </message>
    <message>
        <source>Only one of mean and standard deviation is given; give both, or neither to compute them from the input.</source>
        <translation>Bara ett av medelvärde och standardavvikelse är angivet; ange båda, eller inget av dem för att beräkna dem från indata.</translation>
    </message>
    <message>
        <source>Only the areas that the filter of the layer lets through: {filter}</source>
        <translation>Bara de områden som lagrets filter släpper igenom: {filter}</translation>
    </message>
    <message>
        <source>Only the selected features of the infrastructure layers</source>
        <translation>Bara de valda objekten i infrastrukturlagren</translation>
    </message>
    <message>
        <source>Only these kommuner or län (codes; all when empty)</source>
        <translation>Bara dessa kommuner eller län (koder; alla om tomt)</translation>
    </message>
    <message>
        <source>Only these kommuner or län (codes; the country when empty)</source>
        <translation>Bara de här kommunerna eller länen (koder; hela landet när det är tomt)</translation>
    </message>
    <message>
        <source>Only what the map shows</source>
        <translation>Bara det kartan visar</translation>
    </message>
    <message>
        <source>Only within this extent</source>
        <translation>Bara inom den här utbredningen</translation>
    </message>
    <message>
        <source>Only {count} areas have an index; at least two are needed to compute a mean and a standard deviation, so give both as parameters.</source>
        <translation>Bara {count} områden har ett index; minst två behövs för att beräkna medelvärde och standardavvikelse, så ange båda som parametrar.</translation>
    </message>
    <message>
        <source>Only {count} of the three components of the index are given ({fields}); give all three, or the field with the index.</source>
        <translation>Bara {count} av indexets tre delar är angivna ({fields}); ange alla tre, eller fältet med indexet.</translation>
    </message>
    <message>
        <source>Opa&amp;city</source>
        <translation>&amp;Täckning</translation>
    </message>
    <message>
        <source>Open in toolbox…</source>
        <translation>Öppna i verktygslådan…</translation>
    </message>
    <message>
        <source>Or from files (drop them here)</source>
        <translation>Eller från filer (släpp dem här)</translation>
    </message>
    <message>
        <source>Orange–purple</source>
        <translation>Orange–lila</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Orientering</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Annat</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to a table in {path}, since that file is no GeoPackage; choose another file.</source>
        <translation>Resultatet "{output}" kan inte skrivas till en tabell i {path}, eftersom den filen inte är en GeoPackage; välj en annan fil.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {path}, since another program is writing to that file; let it finish or close it, and run again.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {path}, eftersom ett annat program skriver till filen; låt det bli klart eller stäng det, och kör igen.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {path}, since there is no folder {folder}; make it, or choose another.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {path}, eftersom mappen {folder} inte finns; skapa den, eller välj en annan.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {path}, since you may not write there; choose another folder or file.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {path}, eftersom du saknar rätt att skriva där; välj en annan mapp eller fil.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {path}, since {folder} is a file; choose a folder.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {path}, eftersom {folder} är en fil; välj en mapp.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {path}, which is a folder; give the name of a file in it.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {path}, som är en mapp; ange namnet på en fil i den.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {text}, since QGIS would make a file of that very name; write {instead} for a table in a GeoPackage.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {text}, eftersom QGIS skulle skapa en fil med just det namnet; skriv {instead} för en tabell i en GeoPackage.</translation>
    </message>
    <message>
        <source>Output "{output}" cannot be written to {text}; give the path of a file, or {example} for a table in a GeoPackage.</source>
        <translation>Resultatet "{output}" kan inte skrivas till {text}; ange sökvägen till en fil, eller {example} för en tabell i en GeoPackage.</translation>
    </message>
    <message>
        <source>Output "{output}" would overwrite the input "{input}" in {path}; choose another file, or another table in a GeoPackage.</source>
        <translation>Resultatet "{output}" skulle skriva över indata "{input}" i {path}; välj en annan fil, eller en annan tabell i en GeoPackage.</translation>
    </message>
    <message>
        <source>Output {name} could not be written whole ({found} of {count} rows can be read back); see that the disk has room and that the format takes such a table, and run again.</source>
        <translation>Resultatet {name} kunde inte skrivas helt ({found} av {count} rader går att läsa tillbaka); se till att det finns plats på disken och att formatet klarar en sådan tabell, och kör igen.</translation>
    </message>
    <message>
        <source>Outputs "{first}" and "{second}" would both be written to {path}; give each its own file, or its own table in a GeoPackage.</source>
        <translation>Resultaten "{first}" och "{second}" skulle båda skrivas till {path}; ge dem var sin fil, eller var sin tabell i en GeoPackage.</translation>
    </message>
    <message>
        <source>Overlay and Buffer</source>
        <translation>Överlagring och buffert</translation>
    </message>
    <message>
        <source>Overlay infrastructure</source>
        <translation>Överlagra infrastruktur</translation>
    </message>
    <message>
        <source>Own colours</source>
        <translation>Egna färger</translation>
    </message>
    <message>
        <source>Own style</source>
        <translation>Egen stil</translation>
    </message>
    <message>
        <source>PDF files</source>
        <translation>PDF-filer</translation>
    </message>
    <message>
        <source>PNG images</source>
        <translation>PNG-bilder</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>Palett</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papper</translation>
    </message>
    <message>
        <source>Part {number} of {file} does not fit the first ({what}: {found}, not {expected}); download all parts again.</source>
        <translation>Del {number} av {file} passar inte ihop med den första ({what}: {found}, inte {expected}); ladda ned alla delar igen.</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Invånare</translation>
    </message>
    <message>
        <source>People by</source>
        <translation>Befolkning enligt</translation>
    </message>
    <message>
        <source>People count once: of areas with several years, one is analysed.</source>
        <translation>Personer räknas en gång: av områden med flera år analyseras ett.</translation>
    </message>
    <message>
        <source>People near, by area type</source>
        <translation>Befolkning i närheten efter områdestyp</translation>
    </message>
    <message>
        <source>People within the largest distance of all projects</source>
        <translation>Befolkning inom det största avståndet från alla projekt</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Plats</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>Ytor</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>Folkmängd</translation>
    </message>
    <message>
        <source>Population grid</source>
        <translation>Befolkningsrutor</translation>
    </message>
    <message>
        <source>Population grid, 1 km</source>
        <translation>Befolkningsrutor, 1 km</translation>
    </message>
    <message>
        <source>Population grid, finer areas or address points</source>
        <translation>Befolkningsrutor, mindre områden eller adresspunkter</translation>
    </message>
    <message>
        <source>Population grid, {place}</source>
        <translation>Befolkningsrutor, {place}</translation>
    </message>
    <message>
        <source>Population of table {table} from field {field}.</source>
        <translation>Befolkningen i tabellen {table} tas från fältet {field}.</translation>
    </message>
    <message>
        <source>Population of these areas; – where it is not known.</source>
        <translation>Befolkning i dessa områden; – där den inte är känd.</translation>
    </message>
    <message>
        <source>Population of {year} ({division}), the nearest to the index of {index_year}.</source>
        <translation>Befolkning {year} ({division}), den som ligger närmast indexet för {index_year}.</translation>
    </message>
    <message>
        <source>Population of {year}.</source>
        <translation>Befolkning {year}.</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>Stående</translation>
    </message>
    <message>
        <source>Pre-upper-secondary education, %</source>
        <translation>Förgymnasial utbildning, %</translation>
    </message>
    <message>
        <source>Prepare areas</source>
        <translation>Förbered områden</translation>
    </message>
    <message>
        <source>Prepared areas</source>
        <translation>Förberedda områden</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Purple–green</source>
        <translation>Lila–grön</translation>
    </message>
    <message>
        <source>QGIS has lost the coordinate reference system {crs}, so nothing can be measured; save the project, restart QGIS and run again.</source>
        <translation>QGIS har tappat koordinatreferenssystemet {crs}, så ingenting kan mätas; spara projektet, starta om QGIS och kör igen.</translation>
    </message>
    <message>
        <source>Railway</source>
        <translation>Järnväg</translation>
    </message>
    <message>
        <source>Reconciliation</source>
        <translation>Avstämning</translation>
    </message>
    <message>
        <source>Red–green (familiar)</source>
        <translation>Röd–grön (välkänd)</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Jämförelse</translation>
    </message>
    <message>
        <source>RegSO or DeSO polygons</source>
        <translation>RegSO- eller DeSO-ytor</translation>
    </message>
    <message>
        <source>Region {region} has a negative population ({value}) in field {field} of table {table}; correct it and run again.</source>
        <translation>Region {region} har negativ befolkning ({value}) i fält {field} i tabell {table}; rätta det och kör igen.</translation>
    </message>
    <message>
        <source>Region {region} has {value} in field {field} of table {table} in {year}; expected a percentage from 0 to 100.</source>
        <translation>Region {region} har {value} i fält {field} i tabell {table} år {year}; en procentandel från 0 till 100 väntades.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultat</translation>
    </message>
    <message>
        <source>Returns the division that statistics of a year are coded on, for the code of an area: years through 2023 use RegSO 2020 and DeSO 2018, later ones RegSO 2025 and DeSO 2025. NULL where code or year is NULL.</source>
        <translation>Ger den indelning som ett års statistik är kodad på, för ett områdes kod: år till och med 2023 använder RegSO 2020 och DeSO 2018, senare år RegSO 2025 och DeSO 2025. NULL där kod eller år är NULL.</translation>
    </message>
    <message>
        <source>Returns the official name of one of the five area types; NULL where the type is NULL.</source>
        <translation>Ger det officiella namnet på en av de fem områdestyperna; NULL där typen är NULL.</translation>
    </message>
    <message>
        <source>Road</source>
        <translation>Väg</translation>
    </message>
    <message>
        <source>Row {row} of layer {layer} has a negative number of people ({value}) in field {field}; correct it and run again.</source>
        <translation>Rad {row} i lager {layer} har ett negativt antal personer ({value}) i fält {field}; rätta det och kör igen.</translation>
    </message>
    <message>
        <source>Row {row} of layer {layer} has no code in field {field}; run Prepare areas on the layer first.</source>
        <translation>Rad {row} i lager {layer} saknar kod i fält {field}; kör Förbered områden på lagret först.</translation>
    </message>
    <message>
        <source>Row {row} of layer {layer} has {value} in field {field}; expected a percentage from 0 to 100.</source>
        <translation>Rad {row} i lager {layer} har {value} i fält {field}; en procentandel från 0 till 100 väntades.</translation>
    </message>
    <message>
        <source>Row {row} of layer {layer} has {value} in field {field}; traffic is a number of vehicles a day, 0 or more, so correct it or choose another field.</source>
        <translation>Rad {row} i lager {layer} har {value} i fält {field}; trafik är ett antal fordon per dygn, 0 eller fler, så rätta det eller välj ett annat fält.</translation>
    </message>
    <message>
        <source>Row {row} of table {table} has {value} in field {field} where row {other} has {other_value}; give every area its total, or filter the table to one value.</source>
        <translation>Rad {row} i tabellen {table} har {value} i fältet {field} där rad {other} har {other_value}; ge varje område dess total eller filtrera tabellen till ett värde.</translation>
    </message>
    <message>
        <source>Row {row} of table {table} has {value} in field {field}, where the comma may be a decimal sign or separate thousands; turn the field into one of numbers (Import table does, by all rows of a file).</source>
        <translation>Rad {row} i tabellen {table} har {value} i fältet {field}, där kommatecknet kan vara decimaltecken eller skilja tusental; gör fältet till ett talfält (Läs in tabell gör det, efter alla rader i en fil).</translation>
    </message>
    <message>
        <source>Row {row} of table {table} has {value} in field {field}; expected a number or nothing.</source>
        <translation>Rad {row} i tabell {table} har {value} i fält {field}; ett tal eller ingenting väntades.</translation>
    </message>
    <message>
        <source>Row {row} of table {table} has {value} in field {field}; expected a year such as 2024.</source>
        <translation>Rad {row} i tabell {table} har {value} i fält {field}; ett årtal som 2024 väntades.</translation>
    </message>
    <message>
        <source>Row {row} of {file} gives a second figure for {key}; keep one figure per region, year and dimension, under different column names.</source>
        <translation>Rad {row} i {file} ger en andra uppgift för {key}; behåll en uppgift per region, år och dimension, under olika kolumnnamn.</translation>
    </message>
    <message>
        <source>Row {row} of {file} has {value} in column {column}; expected a number, or .. where it is missing.</source>
        <translation>Rad {row} i {file} har {value} i kolumn {column}; ett tal väntades, eller .. där det saknas.</translation>
    </message>
    <message>
        <source>Rows without a year that are not counted: {count}.</source>
        <translation>Rader utan år som inte räknas: {count}.</translation>
    </message>
    <message>
        <source>Rows without an area</source>
        <translation>Rader utan område</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Kör</translation>
    </message>
    <message>
        <source>SCB's services</source>
        <translation>SCB:s tjänster</translation>
    </message>
    <message>
        <source>Save as the layer's default style in its GeoPackage</source>
        <translation>Spara som lagrets förvalda stil i dess GeoPackage</translation>
    </message>
    <message>
        <source>Save every row of the result, as Excel or CSV</source>
        <translation>Spara resultatets alla rader, som Excel eller CSV</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>Spara tabell</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Spara…</translation>
    </message>
    <message>
        <source>Segments per quarter circle</source>
        <translation>Segment per kvartscirkel</translation>
    </message>
    <message>
        <source>Segregation and Follow-up</source>
        <translation>Segregation och uppföljning</translation>
    </message>
    <message>
        <source>Select areas on the map to see their figures.</source>
        <translation>Markera områden på kartan för att se deras uppgifter.</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Andel</translation>
    </message>
    <message>
        <source>Share of the population of all areas in the table.</source>
        <translation>Andel av befolkningen i alla områden i tabellen.</translation>
    </message>
    <message>
        <source>Show all areas.</source>
        <translation>Visa alla områden.</translation>
    </message>
    <message>
        <source>Show only areas with socioeconomic challenges, types 1 and 2.</source>
        <translation>Visa bara områden med socioekonomiska utmaningar, typ 1 och 2.</translation>
    </message>
    <message>
        <source>Show the areas of one kommun; kept as a filter of the layer.</source>
        <translation>Visa områdena i en kommun; sparas som ett filter på lagret.</translation>
    </message>
    <message>
        <source>Socioeconomic index</source>
        <translation>Socioekonomiskt index</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>Standardavvikelse</translation>
    </message>
    <message>
        <source>Standard deviation of the index in the reference</source>
        <translation>Indexets standardavvikelse i jämförelsen</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Hållplats</translation>
    </message>
    <message>
        <source>Stop editing the layer to choose a kommun.</source>
        <translation>Avsluta redigeringen av lagret för att välja kommun.</translation>
    </message>
    <message>
        <source>Style area types</source>
        <translation>Stilsätt områdestyper</translation>
    </message>
    <message>
        <source>Style file</source>
        <translation>Stilfil</translation>
    </message>
    <message>
        <source>Style file {path} could not be written ({reason}); choose a file in a folder that can be written to.</source>
        <translation>Stilfilen {path} kunde inte skrivas ({reason}); välj en fil i en mapp som går att skriva till.</translation>
    </message>
    <message>
        <source>Style file {path} must end in .qml; give it such a name.</source>
        <translation>Stilfilen {path} måste sluta på .qml; ge den ett sådant namn.</translation>
    </message>
    <message>
        <source>Styled layer</source>
        <translation>Stilsatt lager</translation>
    </message>
    <message>
        <source>Summary by area type</source>
        <translation>Sammanfattning efter områdestyp</translation>
    </message>
    <message>
        <source>Syntax</source>
        <translation>Syntax</translation>
    </message>
    <message>
        <source>Table of the index and the area types</source>
        <translation>Tabell med index och områdestyper</translation>
    </message>
    <message>
        <source>Table of the index and the area types (file)</source>
        <translation>Tabell med index och områdestyper (fil)</translation>
    </message>
    <message>
        <source>Table of the population</source>
        <translation>Tabell med befolkning</translation>
    </message>
    <message>
        <source>Table of the population (file)</source>
        <translation>Tabell med folkmängd (fil)</translation>
    </message>
    <message>
        <source>Table {table} has a further variable {variable}; it may have been changed since this version of Segregation was made.</source>
        <translation>Tabell {table} har ytterligare en variabel, {variable}; den kan ha ändrats sedan den här versionen av Segregation gjordes.</translation>
    </message>
    <message>
        <source>Table {table} has neither a field {index} nor a field {area_type}, only {fields}; choose the table of the socioeconomic index, read with Import table.</source>
        <translation>Tabell {table} har varken ett fält {index} eller ett fält {area_type}, bara {fields}; välj tabellen med socioekonomiskt index, inläst med Läs in tabell.</translation>
    </message>
    <message>
        <source>Table {table} has no field {field}; it has {fields}.</source>
        <translation>Tabell {table} har inget fält {field}; den har {fields}.</translation>
    </message>
    <message>
        <source>Table {table} has no figures for {level} in {year}; it has {years}.</source>
        <translation>Tabell {table} har inga uppgifter för {level} år {year}; den har {years}.</translation>
    </message>
    <message>
        <source>Table {table} has no figures of {year} on {division}; it has {years}.</source>
        <translation>Tabell {table} har inga siffror för {year} i {division}; den har {years}.</translation>
    </message>
    <message>
        <source>Table {table} has no figures on {division}, the division of layer {layer}; it has {years}: take polygons of that division, or allow a version mismatch.</source>
        <translation>Tabell {table} har inga uppgifter på {division}, indelningen i lager {layer}; den har {years}: ta ytor enligt den indelningen, eller tillåt en annan version.</translation>
    </message>
    <message>
        <source>Table {table} has no index and no area type for DeSO, the areas in layer {layer}: SCB publishes them for RegSO; take polygons of RegSO, or Download from SCB, which gives DeSO the type of their RegSO.</source>
        <translation>Tabellen {table} har varken index eller områdestyp för DeSO, områdena i lagret {layer}: SCB publicerar dem för RegSO; ta ytor för RegSO, eller Hämta från SCB, som ger DeSO typen för deras RegSO.</translation>
    </message>
    <message>
        <source>Table {table} has no index and no area type for areas of {level}, the kind in layer {layer}; choose a table for them.</source>
        <translation>Tabell {table} har varken index eller områdestyp för {level}, det slags områden som finns i lager {layer}; välj en tabell för dem.</translation>
    </message>
    <message>
        <source>Table {table} has no population of these areas on {division}, which the index of {year} is coded on; it has {years}.</source>
        <translation>Tabell {table} har ingen befolkning för dessa områden på {division}, som indexet för {year} är kodat på; den har {years}.</translation>
    </message>
    <message>
        <source>Table {table} has no rows; choose a table with figures by region.</source>
        <translation>Tabell {table} har inga rader; välj en tabell med uppgifter efter region.</translation>
    </message>
    <message>
        <source>Table {table} has no rows; choose one with an index.</source>
        <translation>Tabell {table} har inga rader; välj en med index.</translation>
    </message>
    <message>
        <source>Table {table} has no variable {variable}, only {variables}; check the table and the address in the settings of Segregation.</source>
        <translation>Tabell {table} har ingen variabel {variable}, bara {variables}; kontrollera tabellen och adressen i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>Table {table} has no year; give the year of its figures as parameter.</source>
        <translation>Tabell {table} har inget år; ange uppgifternas år som parameter.</translation>
    </message>
    <message>
        <source>Table {table} has no year; its figures are taken to be of {years}, as stated.</source>
        <translation>Tabell {table} har inget år; uppgifterna antas gälla {years}, som angivet.</translation>
    </message>
    <message>
        <source>Table {table} has no year; its population is used for {year}.</source>
        <translation>Tabell {table} har inget år; dess befolkning används för {year}.</translation>
    </message>
    <message>
        <source>Table {table} has no {values} in {variable}; it may have been changed, or the address in the settings of Segregation is of another service.</source>
        <translation>Tabell {table} har inget {values} i {variable}; den kan ha ändrats, eller så är adressen i inställningarna för Segregation till en annan tjänst.</translation>
    </message>
    <message>
        <source>Table {table} has none of the {count} areas of {division}; check the address in the settings of Segregation.</source>
        <translation>Tabell {table} har inget av de {count} områdena i {division}; kontrollera adressen i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>Table {table} has {count} rows for {region} and year {year}, and no total among them; filter it to one row per region and year (one age, one sex, one division).</source>
        <translation>Tabell {table} har {count} rader för {region} och år {year}, och ingen total bland dem; filtrera den till en rad per region och år (en ålder, ett kön, en indelning).</translation>
    </message>
    <message>
        <source>Table {table} is of {updated}; the index of {year} was corrected on {corrected}: fetch it anew.</source>
        <translation>Tabell {table} är från {updated}; index för {year} korrigerades {corrected}: hämta den på nytt.</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabeller</translation>
    </message>
    <message>
        <source>Tables ({patterns})</source>
        <translation>Tabeller ({patterns})</translation>
    </message>
    <message>
        <source>The Python package openpyxl, which writes Excel files, is missing; save the table as CSV, or install it.</source>
        <translation>Python-paketet openpyxl, som skriver Excelfiler, saknas; spara tabellen som CSV, eller installera det.</translation>
    </message>
    <message>
        <source>The RegSO of each DeSO was found by where it lies.</source>
        <translation>Varje DeSO fick sitt RegSO efter var det ligger.</translation>
    </message>
    <message>
        <source>The areas have no population; load them with it on page Data, or join it with Join index.</source>
        <translation>Områdena saknar befolkning; läs in dem med befolkning på sidan Data, eller koppla den med Koppla index.</translation>
    </message>
    <message>
        <source>The areas of layer {layer} have types of {year}, those of layer {other} to compare with types of {other_year}; types are relative to a year, so give both of the same.</source>
        <translation>Områdena i lagret {layer} har typer för {year}, jämförelseområdena i lagret {other} typer för {other_year}; typerna är relativa till ett år, så ange båda för samma år.</translation>
    </message>
    <message>
        <source>The authentication configuration {authcfg} cannot be used; choose another in the settings of Segregation.</source>
        <translation>Autentiseringskonfigurationen {authcfg} kan inte användas; välj en annan i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>The division of the areas is not known; run Prepare areas to find it.</source>
        <translation>Områdenas indelning är inte känd; kör Förbered områden för att hitta den.</translation>
    </message>
    <message>
        <source>The extent is empty; draw another on the map.</source>
        <translation>Utbredningen är tom; rita en annan på kartan.</translation>
    </message>
    <message>
        <source>The figures of {year} are coded on {division}, but layer {layer} holds areas of {own}: nearly all codes are the same while some borders are not; choose another year ({years}), take polygons of {division}, or allow a version mismatch.</source>
        <translation>Uppgifterna för {year} är kodade på {division}, men lager {layer} innehåller områden enligt {own}: nästan alla koder är desamma men inte alla gränser; välj ett annat år ({years}), ta ytor enligt {division}, eller tillåt en annan version.</translation>
    </message>
    <message>
        <source>The figures of {year} are coded on {division}, but layer {layer} holds areas of {own}: nearly all codes are the same while some borders are not; take polygons of {division}, or allow a version mismatch.</source>
        <translation>Uppgifterna för {year} är kodade på {division}, men lager {layer} innehåller områden enligt {own}: nästan alla koder är desamma men inte alla gränser; ta ytor enligt {division}, eller tillåt en annan version.</translation>
    </message>
    <message>
        <source>The highest of the methods at hand</source>
        <translation>Det högsta av metoderna</translation>
    </message>
    <message>
        <source>The index of 2011 to 2023 is coded on RegSO 2020; on other polygons every row is marked.</source>
        <translation>Indexet för 2011 till 2023 är kodat på RegSO 2020; på andra ytor märks varje rad.</translation>
    </message>
    <message>
        <source>The kommuner around</source>
        <translation>Kommunerna omkring</translation>
    </message>
    <message>
        <source>The layer did not take the filter; all is shown as before.</source>
        <translation>Lagret tog inte emot filtret; allt visas som förut.</translation>
    </message>
    <message>
        <source>The layer of areas that the panel works on.</source>
        <translation>Det lager med områden som panelen arbetar med.</translation>
    </message>
    <message>
        <source>The lowest of the methods at hand</source>
        <translation>Det lägsta av metoderna</translation>
    </message>
    <message>
        <source>The län around</source>
        <translation>Länen omkring</translation>
    </message>
    <message>
        <source>The map could not be drawn into {path}; choose a file in a folder that can be written to, and that is not open elsewhere.</source>
        <translation>Kartan kunde inte ritas till {path}; välj en fil i en mapp som går att skriva i, och som inte är öppen någon annanstans.</translation>
    </message>
    <message>
        <source>The map is drawn into {path}.</source>
        <translation>Kartan är ritad till {path}.</translation>
    </message>
    <message>
        <source>The map shows a time that the layer has no figures of; choose a year.</source>
        <translation>Kartan visar en tid som lagret saknar uppgifter för; välj ett år.</translation>
    </message>
    <message>
        <source>The pages of layer {layer} do not fit each other ({reason}); run again later.</source>
        <translation>Sidorna av lager {layer} passar inte ihop ({reason}); kör igen senare.</translation>
    </message>
    <message>
        <source>The parts of table {table} do not fit each other ({reason}); run again later.</source>
        <translation>Delarna av tabell {table} passar inte ihop ({reason}); kör igen senare.</translation>
    </message>
    <message>
        <source>The project holds no roads, railways, stops or the like yet. Drop files here, or add them.</source>
        <translation>Projektet innehåller inga vägar, järnvägar, hållplatser eller liknande än. Släpp filer här eller lägg till dem.</translation>
    </message>
    <message>
        <source>The project is not saved: results are temporary layers.</source>
        <translation>Projektet är inte sparat: resultaten blir temporära lager.</translation>
    </message>
    <message>
        <source>The results could not be loaded.</source>
        <translation>Resultaten kunde inte läsas in.</translation>
    </message>
    <message>
        <source>The results could not be loaded: {reason}</source>
        <translation>Resultaten kunde inte läsas in: {reason}</translation>
    </message>
    <message>
        <source>The results could not be put in place ({reason}), and neither could what was there before; it is kept in {folders}, to be moved back by hand.</source>
        <translation>Resultaten kunde inte läggas på plats ({reason}), och inte heller det som fanns där förut; det är bevarat i {folders} och får flyttas tillbaka för hand.</translation>
    </message>
    <message>
        <source>The results could not be put in place ({reason}); close the files wherever they are open, and run again.</source>
        <translation>Resultaten kunde inte läggas på plats ({reason}); stäng filerna överallt där de är öppna, och kör igen.</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>Körningen misslyckades.</translation>
    </message>
    <message>
        <source>The run was cancelled; nothing was written.</source>
        <translation>Körningen avbröts; ingenting skrevs.</translation>
    </message>
    <message>
        <source>The selected areas have no figures of this year.</source>
        <translation>De markerade områdena saknar uppgifter för året.</translation>
    </message>
    <message>
        <source>The source of this layer has no filters, so all kommuner are shown.</source>
        <translation>Lagrets källa har inga filter, så alla kommuner visas.</translation>
    </message>
    <message>
        <source>The standard deviation of the index is {value}; it must be a number above 0 to form area types.</source>
        <translation>Indexets standardavvikelse är {value}; den måste vara ett tal över 0 för att bilda områdestyper.</translation>
    </message>
    <message>
        <source>The style could not be saved in the GeoPackage of layer {layer} ({reason}); check that the file can be written to and is not locked by another program.</source>
        <translation>Stilen kunde inte sparas i lager {layer}s GeoPackage ({reason}); kontrollera att filen går att skriva till och inte är låst av ett annat program.</translation>
    </message>
    <message>
        <source>The style was not saved and layer {layer} is in no open project, so it lasts no longer than this run; save it as the default style in a GeoPackage or in a style file.</source>
        <translation>Stilen sparades inte och lager {layer} finns inte i något öppet projekt, så den varar bara under denna körning; spara den som förvald stil i en GeoPackage eller i en stilfil.</translation>
    </message>
    <message>
        <source>The table could not be written into {path} ({reason}); choose a file in a folder that can be written to, and that is not open elsewhere.</source>
        <translation>Tabellen kunde inte skrivas till {path} ({reason}); välj en fil i en mapp som går att skriva till, och som inte är öppen någon annanstans.</translation>
    </message>
    <message>
        <source>The table is saved in {path}.</source>
        <translation>Tabellen är sparad i {path}.</translation>
    </message>
    <message>
        <source>The temporal control is off, so all years are drawn on each other; choose a year.</source>
        <translation>Tidskontrollen är avstängd, så alla år ritas på varandra; välj ett år.</translation>
    </message>
    <message>
        <source>The whole country</source>
        <translation>Hela landet</translation>
    </message>
    <message>
        <source>The year after</source>
        <translation>Året efter</translation>
    </message>
    <message>
        <source>The year before</source>
        <translation>Året före</translation>
    </message>
    <message>
        <source>The year that the map shows, among those of the layer.</source>
        <translation>Det år som kartan visar, bland lagrets år.</translation>
    </message>
    <message>
        <source>The {name} in {file} unpacks to {size} MB, more than the {limit} MB that are read.</source>
        <translation>{name} i {file} blir {size} MB uppackad, mer än de {limit} MB som läses.</translation>
    </message>
    <message>
        <source>There are no areas in the project to make a map of; load some first.</source>
        <translation>Det finns inga områden i projektet att göra en karta av; läs in några först.</translation>
    </message>
    <message>
        <source>There is no distance; give one or more in metres, as 250,500,1000.</source>
        <translation>Inget avstånd är angivet; ange ett eller flera i meter, till exempel 250,500,1000.</translation>
    </message>
    <message>
        <source>There is no file {path}; choose an existing file.</source>
        <translation>Det finns ingen fil {path}; välj en fil som finns.</translation>
    </message>
    <message>
        <source>There is not enough memory for these layers; close other programs, or run on fewer areas or features.</source>
        <translation>Minnet räcker inte för dessa lager; stäng andra program eller kör på färre områden eller objekt.</translation>
    </message>
    <message>
        <source>Tick layers on page Infrastructure first.</source>
        <translation>Bocka för lager på sidan Infrastruktur först.</translation>
    </message>
    <message>
        <source>Ticked layers are the infrastructure of the analysis.</source>
        <translation>Förbockade lager är analysens infrastruktur.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Rubrik</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Trafik</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Types 1 and 2 are {share} % of them, against {reference} % in the reference.</source>
        <translation>Typ 1 och 2 är {share} % av dem, mot {reference} % i jämförelsen.</translation>
    </message>
    <message>
        <source>Types 1 and 2 hold {share} % of it and {people} % of the people.</source>
        <translation>Typ 1 och 2 har {share} % av det och {people} % av befolkningen.</translation>
    </message>
    <message>
        <source>Types 1 and 2 hold {share} % of it.</source>
        <translation>Typ 1 och 2 har {share} % av det.</translation>
    </message>
    <message>
        <source>Types 1 and 2 hold {share} % of them and {people} % of the people.</source>
        <translation>Typ 1 och 2 har {share} % av dem och {people} % av invånarna.</translation>
    </message>
    <message>
        <source>Types 1 and 2 hold {share} % of them.</source>
        <translation>Typ 1 och 2 har {share} % av dem.</translation>
    </message>
    <message>
        <source>Types are relative: mean {mean:.2f} and standard deviation {deviation:.2f} come from the {count} rows of layer {layer}. Unless these are all areas of the country in one year, the types are not comparable with the official ones.</source>
        <translation>Typerna är relativa: medelvärdet {mean:.2f} och standardavvikelsen {deviation:.2f} kommer från de {count} raderna i lager {layer}. Om de inte är landets alla områden under ett år går typerna inte att jämföra med de officiella.</translation>
    </message>
    <message>
        <source>Unknown division</source>
        <translation>Okänd indelning</translation>
    </message>
    <message>
        <source>Untick a row to hide its areas on the map.</source>
        <translation>Avmarkera en rad för att dölja dess områden på kartan.</translation>
    </message>
    <message>
        <source>Vehicle-kilometres a day</source>
        <translation>Fordonskilometer per dygn</translation>
    </message>
    <message>
        <source>Vehicle-km</source>
        <translation>Fordonskm</translation>
    </message>
    <message>
        <source>Version mismatch: the figures are coded on {division}, the areas of layer {layer} are {own}; some borders differ under the same code, and every row is marked.</source>
        <translation>Versionerna skiljer sig: uppgifterna är kodade på {division}, områdena i lager {layer} är {own}; vissa gränser skiljer sig under samma kod, och varje rad är märkt.</translation>
    </message>
    <message>
        <source>Very good</source>
        <translation>Mycket goda</translation>
    </message>
    <message>
        <source>What lies on a shared border</source>
        <translation>Det som ligger på en gemensam gräns</translation>
    </message>
    <message>
        <source>What lies where (overlay)</source>
        <translation>Vad som ligger var (överlagring)</translation>
    </message>
    <message>
        <source>What the areas are coloured by.</source>
        <translation>Vad områdena färgas efter.</translation>
    </message>
    <message>
        <source>When the source was updated</source>
        <translation>När källan uppdaterades</translation>
    </message>
    <message>
        <source>Who lives near (buffer exposure)</source>
        <translation>Vilka som bor nära (exponering i buffert)</translation>
    </message>
    <message>
        <source>Whose area types those nearby are compared with.</source>
        <translation>Vilkas områdestyper de närboende jämförs med.</translation>
    </message>
    <message>
        <source>Width up to which borders differ by rounding only (metres)</source>
        <translation>Bredd upp till vilken gränser bara skiljer sig genom avrundning (meter)</translation>
    </message>
    <message>
        <source>With the key, every row has a code.</source>
        <translation>Med nyckeln har varje rad en kod.</translation>
    </message>
    <message>
        <source>With the population</source>
        <translation>Med folkmängd</translation>
    </message>
    <message>
        <source>Write the name of each area on the map.</source>
        <translation>Skriv varje områdes namn på kartan.</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>År</translation>
    </message>
    <message>
        <source>Year (the newest valid one when empty)</source>
        <translation>År (det senaste giltiga om tomt)</translation>
    </message>
    <message>
        <source>Year not known</source>
        <translation>Okänt år</translation>
    </message>
    <message>
        <source>Year of the index; the division follows from it</source>
        <translation>Indexets år; indelningen följer av det</translation>
    </message>
    <message>
        <source>Years {asked} cannot be read at {part}; write them as 2022, 2020,2022 or 2011-2024.</source>
        <translation>Åren {asked} kan inte läsas vid {part}; skriv dem som 2022, 2020,2022 eller 2011-2024.</translation>
    </message>
    <message>
        <source>Years, such as 2022 or 2011-2024 (all when empty)</source>
        <translation>År, till exempel 2022 eller 2011-2024 (alla om tomt)</translation>
    </message>
    <message>
        <source>Zones</source>
        <translation>Zoner</translation>
    </message>
    <message>
        <source>Zoom the map to the areas that are shown.</source>
        <translation>Zooma kartan till de områden som visas.</translation>
    </message>
    <message>
        <source>a built-up mask</source>
        <translation>en bebyggelsemask</translation>
    </message>
    <message>
        <source>a field is joined or computed</source>
        <translation>ett fält är kopplat eller beräknat</translation>
    </message>
    <message>
        <source>a field is not a plain text or number in the file</source>
        <translation>ett fält inte är ren text eller ett vanligt tal i filen</translation>
    </message>
    <message>
        <source>a geometry is not of the type that the file declares</source>
        <translation>en geometri inte är av den typ som filen anger</translation>
    </message>
    <message>
        <source>a population grid (polygons)</source>
        <translation>befolkningsrutor (ytor)</translation>
    </message>
    <message>
        <source>against: {reference}</source>
        <translation>jämfört med: {reference}</translation>
    </message>
    <message>
        <source>all areas</source>
        <translation>alla områden</translation>
    </message>
    <message>
        <source>an empty list</source>
        <translation>en tom lista</translation>
    </message>
    <message>
        <source>an unknown division</source>
        <translation>en okänd indelning</translation>
    </message>
    <message>
        <source>area_type_name: {value} is no area type; give 1, 2, 3, 4 or 5.</source>
        <translation>area_type_name: {value} är ingen områdestyp; ange 1, 2, 3, 4 eller 5.</translation>
    </message>
    <message>
        <source>area_type_name: {value} is no language that types have names in; give 'sv' or 'en'.</source>
        <translation>area_type_name: {value} är inget språk som typerna har namn på; ange 'sv' eller 'en'.</translation>
    </message>
    <message>
        <source>areas</source>
        <translation>områden</translation>
    </message>
    <message>
        <source>compared with {units}</source>
        <translation>jämfört med {units}</translation>
    </message>
    <message>
        <source>contents</source>
        <translation>innehåll</translation>
    </message>
    <message>
        <source>counties</source>
        <translation>länen</translation>
    </message>
    <message>
        <source>dimensions</source>
        <translation>dimensioner</translation>
    </message>
    <message>
        <source>features</source>
        <translation>objekt</translation>
    </message>
    <message>
        <source>figures of the areas to compare with are of another division (version mismatch)</source>
        <translation>jämförelseområdenas siffror gäller en annan indelning (versionerna stämmer inte)</translation>
    </message>
    <message>
        <source>forget what was chosen here, and go by names and fields.</source>
        <translation>glöm vad som valts här, och gå efter namn och fält.</translation>
    </message>
    <message>
        <source>geometries</source>
        <translation>geometrier</translation>
    </message>
    <message>
        <source>index and population are of another division than the areas (version mismatch)</source>
        <translation>index och folkmängd hör till en annan indelning än områdena (olika versioner)</translation>
    </message>
    <message>
        <source>it does not declare that it holds straight lines alone</source>
        <translation>det inte anger att det bara innehåller raka linjer</translation>
    </message>
    <message>
        <source>it has to be transformed to EPSG:3006</source>
        <translation>det måste transformeras till EPSG:3006</translation>
    </message>
    <message>
        <source>it is being edited</source>
        <translation>det redigeras</translation>
    </message>
    <message>
        <source>it is filtered</source>
        <translation>det är filtrerat</translation>
    </message>
    <message>
        <source>it is not in a GeoPackage or a shapefile</source>
        <translation>det inte ligger i ett GeoPackage eller en shapefil</translation>
    </message>
    <message>
        <source>it is opened with options of its own</source>
        <translation>det är öppnat med egna inställningar</translation>
    </message>
    <message>
        <source>it is the input of an algorithm</source>
        <translation>det är indata till en algoritm</translation>
    </message>
    <message>
        <source>its first features come out differently as columns</source>
        <translation>dess första objekt blir annorlunda som kolumner</translation>
    </message>
    <message>
        <source>its own coordinate reference system</source>
        <translation>lagrets eget koordinatsystem</translation>
    </message>
    <message>
        <source>its selected features alone are read</source>
        <translation>bara dess valda objekt läses</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>linjer</translation>
    </message>
    <message>
        <source>municipalities</source>
        <translation>kommunerna</translation>
    </message>
    <message>
        <source>no fields</source>
        <translation>inga fält</translation>
    </message>
    <message>
        <source>no land area: km per km² is per polygon area, water included</source>
        <translation>landareal saknas: km per km² är per polygonyta, inklusive vatten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ingen</translation>
    </message>
    <message>
        <source>of an unknown division</source>
        <translation>av okänd indelning</translation>
    </message>
    <message>
        <source>one person at each point of {layer}</source>
        <translation>en person vid varje punkt i {layer}</translation>
    </message>
    <message>
        <source>people by {layer}, field {field}</source>
        <translation>befolkning enligt {layer}, fältet {field}</translation>
    </message>
    <message>
        <source>people of {years}</source>
        <translation>invånare {years}</translation>
    </message>
    <message>
        <source>people spread evenly over the whole area, water and forest included</source>
        <translation>befolkningen spridd jämnt över hela ytan, även vatten och skog</translation>
    </message>
    <message>
        <source>people spread over {layer}</source>
        <translation>befolkningen spridd över {layer}</translation>
    </message>
    <message>
        <source>points</source>
        <translation>punkter</translation>
    </message>
    <message>
        <source>points or polygons</source>
        <translation>punkter eller ytor</translation>
    </message>
    <message>
        <source>points with people</source>
        <translation>punkter med antal personer</translation>
    </message>
    <message>
        <source>points, lines or polygons</source>
        <translation>punkter, linjer eller ytor</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>ytor</translation>
    </message>
    <message>
        <source>population missing in {missing} of {areas} areas</source>
        <translation>befolkning saknas i {missing} av {areas} områden</translation>
    </message>
    <message>
        <source>ratios withheld: fewer than {count} areas of the type to compare with</source>
        <translation>kvoter hålls inne: färre än {count} områden av typen att jämföra med</translation>
    </message>
    <message>
        <source>ratios withheld: fewer than {count} people</source>
        <translation>kvoter hålls inne: färre än {count} personer</translation>
    </message>
    <message>
        <source>region_division: {value} is no code of a RegSO or DeSO; give one such as 0180R001 or 0180C1010.</source>
        <translation>region_division: {value} är ingen kod för ett RegSO eller DeSO; ange en som 0180R001 eller 0180C1010.</translation>
    </message>
    <message>
        <source>region_division: {value} is no year; give four digits such as 2024.</source>
        <translation>region_division: {value} är inget år; ange fyra siffror som 2024.</translation>
    </message>
    <message>
        <source>table</source>
        <translation>tabell</translation>
    </message>
    <message>
        <source>the areas to compare with are of {division}</source>
        <translation>jämförelseområdena har indelningen {division}</translation>
    </message>
    <message>
        <source>the code of a RegSO or DeSO, such as '0180R001'</source>
        <translation>koden för ett RegSO eller DeSO, till exempel '0180R001'</translation>
    </message>
    <message>
        <source>the comma</source>
        <translation>kommatecknet</translation>
    </message>
    <message>
        <source>the layer cannot be opened</source>
        <translation>lagret kan inte öppnas</translation>
    </message>
    <message>
        <source>the point</source>
        <translation>punkten</translation>
    </message>
    <message>
        <source>the ticked layers in one dark hue; the style they have stays in their list of styles.</source>
        <translation>de förbockade lagren i en mörk ton; stilen de har finns kvar i deras lista över stilar.</translation>
    </message>
    <message>
        <source>the type: 1, 2, 3, 4 or 5</source>
        <translation>typen: 1, 2, 3, 4 eller 5</translation>
    </message>
    <message>
        <source>the whole country</source>
        <translation>hela landet</translation>
    </message>
    <message>
        <source>the year of the statistics, such as 2024</source>
        <translation>statistikens år, till exempel 2024</translation>
    </message>
    <message>
        <source>the zone meets none of the areas</source>
        <translation>zonen möter inget av områdena</translation>
    </message>
    <message>
        <source>this QGIS comes with a GDAL for Python that has no streams of columns</source>
        <translation>denna QGIS har ett GDAL för Python utan strömmar av kolumner</translation>
    </message>
    <message>
        <source>time of update</source>
        <translation>tid för uppdatering</translation>
    </message>
    <message>
        <source>title</source>
        <translation>rubrik</translation>
    </message>
    <message>
        <source>what the map shows</source>
        <translation>det kartan visar</translation>
    </message>
    <message>
        <source>{algorithm} needs the Python package pandas, which this QGIS does not have; install it and start QGIS again.</source>
        <translation>{algorithm} behöver Python-paketet pandas, som saknas i denna QGIS; installera det och starta om QGIS.</translation>
    </message>
    <message>
        <source>{areas}; around {layers}</source>
        <translation>{areas}; runt {layers}</translation>
    </message>
    <message>
        <source>{areas}; over them {layers}</source>
        <translation>{areas}; över dem {layers}</translation>
    </message>
    <message>
        <source>{chosen} of {count} layers chosen. What is in italics is guessed; click to change it.</source>
        <translation>{chosen} av {count} lager valda. Det som är kursivt är gissat; klicka för att ändra.</translation>
    </message>
    <message>
        <source>{code} is no kommun and no län; give codes such as 0180 or 14, or names such as Göteborg, separated by comma or semicolon.</source>
        <translation>{code} är ingen kommun och inget län; ange koder som 0180 eller 14, eller namn som Göteborg, åtskilda av komma eller semikolon.</translation>
    </message>
    <message>
        <source>{count} answers kept, the newest of {date}.</source>
        <translation>{count} svar sparade, det nyaste från {date}.</translation>
    </message>
    <message>
        <source>{count} answers, {size} MB, from {oldest} to {newest}</source>
        <translation>{count} svar, {size} MB, från {oldest} till {newest}</translation>
    </message>
    <message>
        <source>{count} areas</source>
        <translation>{count} områden</translation>
    </message>
    <message>
        <source>{count} areas by raw area, since {method} has nothing in them</source>
        <translation>{count} områden efter ren yta, eftersom {method} inte har något i dem</translation>
    </message>
    <message>
        <source>{count} areas have a row but no area type in {year}; they stay without.</source>
        <translation>{count} områden har en rad men ingen områdestyp år {year}; de förblir utan.</translation>
    </message>
    <message>
        <source>{count} areas have no population in table {table}.</source>
        <translation>{count} områden har ingen befolkning i tabell {table}.</translation>
    </message>
    <message>
        <source>{count} areas have no row and stay without index: {examples}</source>
        <translation>{count} områden har ingen rad och förblir utan index: {examples}</translation>
    </message>
    <message>
        <source>{count} areas of {division}.</source>
        <translation>{count} områden enligt {division}.</translation>
    </message>
    <message>
        <source>{count} areas without a population are left out</source>
        <translation>{count} områden utan befolkning är utelämnade</translation>
    </message>
    <message>
        <source>{count} cells are left out of the file (PC-Axis does so with rows of zeros) and are NULL, not 0.</source>
        <translation>{count} celler är utelämnade i filen (PC-Axis gör så med rader av nollor) och är NULL, inte 0.</translation>
    </message>
    <message>
        <source>{count} cells hold "-" (nothing to report) and are NULL, not 0.</source>
        <translation>{count} celler har "-" (inget att redovisa) och är NULL, inte 0.</translation>
    </message>
    <message>
        <source>{count} codes have ground that lies in no area of the other layer ({examples}); see that {old} and {new} cover the same place, both with water or both without.</source>
        <translation>{count} koder har mark som inte ligger i något område i det andra lagret ({examples}); se till att {old} och {new} täcker samma plats, båda med vatten eller båda utan.</translation>
    </message>
    <message>
        <source>{count} geometries could not be dissolved ({reason}); run Fix geometries on the layer and try again.</source>
        <translation>{count} geometrier kunde inte slås ihop ({reason}); kör Laga geometrier (Fix geometries) på lagret och försök igen.</translation>
    </message>
    <message>
        <source>{count} kommuner are in layer {layer} only and are not compared ({examples}): none of their codes is taken as ended or new.</source>
        <translation>{count} kommuner finns bara i lager {layer} och jämförs inte ({examples}): ingen av deras koder räknas som upphörd eller ny.</translation>
    </message>
    <message>
        <source>{count} labels are not in the key and were kept without a code: {examples}.</source>
        <translation>{count} namn finns inte i nyckeln och behölls utan kod: {examples}.</translation>
    </message>
    <message>
        <source>{count} labels have no code; Join index matches them by label, or give a key file.</source>
        <translation>{count} namn har ingen kod; Koppla index matchar dem på namnet, eller ange en nyckelfil.</translation>
    </message>
    <message>
        <source>{count} maps are drawn, beginning with {path}.</source>
        <translation>{count} kartor är ritade, den första till {path}.</translation>
    </message>
    <message>
        <source>{count} of the areas to compare with have no population and are left out</source>
        <translation>{count} av jämförelseområdena saknar befolkning och räknas inte med</translation>
    </message>
    <message>
        <source>{count} of these answers had been kept, the oldest since {date}.</source>
        <translation>{count} av dessa svar var sparade, det äldsta sedan {date}.</translation>
    </message>
    <message>
        <source>{count} of these files exist, among them {name}. Replace them?</source>
        <translation>{count} av filerna finns redan, däribland {name}. Ska de ersättas?</translation>
    </message>
    <message>
        <source>{count} of these values were not 0: check which division the file is coded on.</source>
        <translation>{count} av dessa värden var inte 0: kontrollera vilken indelning filen är kodad på.</translation>
    </message>
    <message>
        <source>{count} rows are neither RegSO nor DeSO and were rejected: {examples}.</source>
        <translation>{count} rader är varken RegSO eller DeSO och avvisades: {examples}.</translation>
    </message>
    <message>
        <source>{count} rows; years {years}; dimensions {dimensions}; contents {contents}.</source>
        <translation>{count} rader; år {years}; dimensioner {dimensions}; innehåll {contents}.</translation>
    </message>
    <message>
        <source>{count} values stood in years that their division does not cover and are NULL now (RegSO 2020 and DeSO 2018 go through 2023, RegSO 2025 and DeSO 2025 begin with 2024).</source>
        <translation>{count} värden stod på år som deras indelning inte omfattar och är nu NULL (RegSO 2020 och DeSO 2018 gäller till och med 2023, RegSO 2025 och DeSO 2025 från och med 2024).</translation>
    </message>
    <message>
        <source>{division}, {place}</source>
        <translation>{division}, {place}</translation>
    </message>
    <message>
        <source>{division}: {count} rows.</source>
        <translation>{division}: {count} rader.</translation>
    </message>
    <message>
        <source>{done} of {total} features fetched</source>
        <translation>{done} av {total} objekt hämtade</translation>
    </message>
    <message>
        <source>{file} cannot be opened as a layer.</source>
        <translation>{file} kan inte öppnas som ett lager.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({reason}); check its permissions.</source>
        <translation>{file} kan inte läsas ({reason}); kontrollera filens rättigheter.</translation>
    </message>
    <message>
        <source>{file} cannot be read as an Excel file ({reason}); open it in a spreadsheet and save it again as xlsx or CSV.</source>
        <translation>{file} kan inte läsas som Excelfil ({reason}); öppna den i ett kalkylprogram och spara den igen som xlsx eller CSV.</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}</source>
        <translation>{file} kan inte läsas: {reason}</translation>
    </message>
    <message>
        <source>{file} describes a table but holds no figures; download the data, not the metadata.</source>
        <translation>{file} beskriver en tabell men innehåller inga uppgifter; hämta data, inte metadata.</translation>
    </message>
    <message>
        <source>{file} has a formula without a value in cell {cell}; open it in a spreadsheet and save it again, so that the value is computed.</source>
        <translation>{file} har en formel utan värde i cell {cell}; öppna filen i ett kalkylprogram och spara den igen, så att värdet beräknas.</translation>
    </message>
    <message>
        <source>{file} has figures such as {value}, where {sign} may be a decimal sign or separate thousands; save it with a decimal point, or without signs between thousands.</source>
        <translation>{file} har tal som {value}, där {sign} kan vara decimaltecken eller skilja tusental åt; spara filen med decimalpunkt eller utan tecken mellan tusental.</translation>
    </message>
    <message>
        <source>{file} has more than {limit} cells; choose fewer years, regions or contents when you export it.</source>
        <translation>{file} har fler än {limit} celler; välj färre år, regioner eller innehåll när du exporterar den.</translation>
    </message>
    <message>
        <source>{file} has no RegSO and no DeSO: its regions are {examples}; choose a table by RegSO or DeSO.</source>
        <translation>{file} har varken RegSO eller DeSO: dess regioner är {examples}; välj en tabell efter RegSO eller DeSO.</translation>
    </message>
    <message>
        <source>{file} has no column of RegSO or DeSO, as codes such as 0114R001 or 0114C1010 or as labels such as Karlstad (Alster); choose a table of statistics by RegSO or DeSO.</source>
        <translation>{file} har ingen kolumn med RegSO eller DeSO, som koder som 0114R001 eller 0114C1010 eller som namn som Karlstad (Alster); välj en tabell med statistik efter RegSO eller DeSO.</translation>
    </message>
    <message>
        <source>{file} has no column of figures beside its regions; choose a table with figures.</source>
        <translation>{file} har ingen kolumn med uppgifter bredvid sina regioner; välj en tabell med uppgifter.</translation>
    </message>
    <message>
        <source>{file} has no dimension of regions, only {dimensions}; choose a table by RegSO or DeSO.</source>
        <translation>{file} har ingen dimension med regioner, bara {dimensions}; välj en tabell efter RegSO eller DeSO.</translation>
    </message>
    <message>
        <source>{file} has no row of column names above its first area; add one, for example region, year and the name of the figure.</source>
        <translation>{file} har ingen rad med kolumnnamn ovanför sitt första område; lägg till en, till exempel region, år och uppgiftens namn.</translation>
    </message>
    <message>
        <source>{file} has no year {year}; it has {years}.</source>
        <translation>{file} har inte år {year}; den har {years}.</translation>
    </message>
    <message>
        <source>{file} has no years, so {asked} cannot be chosen; leave the years empty.</source>
        <translation>{file} har inga år, så {asked} kan inte väljas; lämna åren tomma.</translation>
    </message>
    <message>
        <source>{file} has row {row} after row {before}; open it in a spreadsheet and save it again, so that its rows are in order.</source>
        <translation>{file} har rad {row} efter rad {before}; öppna filen i ett kalkylprogram och spara den igen, så att raderna kommer i ordning.</translation>
    </message>
    <message>
        <source>{file} has two rows for {row}; keep one row per region, division, year and dimension (export it with codes if it holds both divisions).</source>
        <translation>{file} har två rader för {row}; behåll en rad per region, indelning, år och dimension (exportera den med koder om den innehåller båda indelningarna).</translation>
    </message>
    <message>
        <source>{file} has {size} MB, more than the {limit} MB that are read; choose fewer years, regions or contents when you export it.</source>
        <translation>{file} är {size} MB, mer än de {limit} MB som läses; välj färre år, regioner eller innehåll när du exporterar den.</translation>
    </message>
    <message>
        <source>{file} holds more than {limit} million characters; choose fewer years, regions or contents when you export it.</source>
        <translation>{file} innehåller mer än {limit} miljoner tecken; välj färre år, regioner eller innehåll när du exporterar.</translation>
    </message>
    <message>
        <source>{file} holds no points, lines or areas that QGIS can read.</source>
        <translation>{file} innehåller inga punkter, linjer eller ytor som QGIS kan läsa.</translation>
    </message>
    <message>
        <source>{file} holds no stops with coordinates in degrees.</source>
        <translation>{file} innehåller inga hållplatser med koordinater i grader.</translation>
    </message>
    <message>
        <source>{file} holds {count} timetables; unpack it and give the one that is wanted.</source>
        <translation>{file} innehåller {count} tidtabeller; packa upp den och ange den som avses.</translation>
    </message>
    <message>
        <source>{file} is JSON nested too deeply for a table; download the table again as json-stat2.</source>
        <translation>{file} är JSON i för många nivåer för en tabell; ladda ned tabellen igen som json-stat2.</translation>
    </message>
    <message>
        <source>{file} is JSON with a number or a name that is not allowed ({reason}); download the table again as json-stat2.</source>
        <translation>{file} är JSON med ett tal eller ett namn som inte är tillåtet ({reason}); ladda ned tabellen igen som json-stat2.</translation>
    </message>
    <message>
        <source>{file} is JSON, but no table of statistics in json-stat or PxWeb's json; export the table as json-stat2, csv or xlsx.</source>
        <translation>{file} är JSON, men ingen statistiktabell i json-stat eller PxWebs json; exportera tabellen som json-stat2, csv eller xlsx.</translation>
    </message>
    <message>
        <source>{file} is PC-Axis, but cut off: its data does not end with a semicolon; download the table again.</source>
        <translation>{file} är PC-Axis men avklippt: dess data slutar inte med semikolon; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is PxWeb json, but damaged: row {row} of its data is not as wide as its columns; download the table again.</source>
        <translation>{file} är PxWeb json men skadad: rad {row} i dess data är inte lika bred som dess kolumner; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is a folder</source>
        <translation>{file} är en mapp</translation>
    </message>
    <message>
        <source>{file} is an Excel file of the old kind, or protected by a password; save it as xlsx or CSV without one.</source>
        <translation>{file} är en Excelfil av den gamla sorten, eller skyddad med lösenord; spara den som xlsx eller CSV utan lösenord.</translation>
    </message>
    <message>
        <source>{file} is an Excel file, and the Python package openpyxl that reads them is missing; install it, or save the table as CSV.</source>
        <translation>{file} är en Excelfil, och Pythonpaketet openpyxl som läser sådana saknas; installera det, eller spara tabellen som CSV.</translation>
    </message>
    <message>
        <source>{file} is damaged: {name} stands twice in one list of its description; download the table again.</source>
        <translation>{file} är skadad: {name} står två gånger i en och samma lista i beskrivningen; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is empty; download the table again.</source>
        <translation>{file} är tom; hämta tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is in another encoding than UTF-8 or Windows-1252, or its letters were lost before ({example}); save it again as CSV (UTF-8).</source>
        <translation>{file} har en annan teckenkodning än UTF-8 eller Windows-1252, eller har redan förlorat bokstäver ({example}); spara den igen som CSV (UTF-8).</translation>
    </message>
    <message>
        <source>{file} is in use</source>
        <translation>{file} används</translation>
    </message>
    <message>
        <source>{file} is no Excel file of the kind xlsx; save it as xlsx or CSV in a spreadsheet.</source>
        <translation>{file} är ingen Excelfil av typen xlsx; spara den som xlsx eller CSV i ett kalkylprogram.</translation>
    </message>
    <message>
        <source>{file} is no JSON: it cannot be read from line {line}, column {column}; download the table again as json-stat2.</source>
        <translation>{file} är inte JSON: den kan inte läsas från rad {line}, kolumn {column}; ladda ned tabellen igen som json-stat2.</translation>
    </message>
    <message>
        <source>{file} is no table in text form ({reason}); give a CSV file with one region per row.</source>
        <translation>{file} är ingen tabell i textform ({reason}); ange en CSV-fil med en region per rad.</translation>
    </message>
    <message>
        <source>{file} is no text file in UTF-8 or Windows-1252; save the table as CSV (UTF-8) or as xlsx.</source>
        <translation>{file} är ingen textfil i UTF-8 eller Windows-1252; spara tabellen som CSV (UTF-8) eller som xlsx.</translation>
    </message>
    <message>
        <source>{file} is {kind}, but damaged: a part of it holds something else than it should; download the table again.</source>
        <translation>{file} är {kind} men skadad: en del av den innehåller något annat än den ska; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is {kind}, but damaged: it has {found} values for {count} cells; download the table again.</source>
        <translation>{file} är {kind} men skadad: den har {found} värden för {count} celler; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is {kind}, but damaged: it lacks {part}; download the table again.</source>
        <translation>{file} är {kind} men skadad: {part} saknas; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} is {kind}, but damaged: its dimensions are of size {size}, but have {found} categories; download the table again.</source>
        <translation>{file} är {kind} men skadad: dimensionerna ska ha storleken {size} men har {found} kategorier; ladda ned tabellen igen.</translation>
    </message>
    <message>
        <source>{file} lacks the columns {columns}; a {name} of GTFS has them in its first line, separated by commas.</source>
        <translation>{file} saknar kolumnerna {columns}; en {name} i GTFS har dem på sin första rad, åtskilda av kommatecken.</translation>
    </message>
    <message>
        <source>{file} unpacks to {size} MB, more than the {limit} MB that are read; choose fewer years, regions or contents when you export it.</source>
        <translation>{file} packas upp till {size} MB, mer än de {limit} MB som läses; välj färre år, regioner eller innehåll när du exporterar den.</translation>
    </message>
    <message>
        <source>{found} of {count} features of a page of layer {layer} can be read; run again later.</source>
        <translation>{found} av {count} objekt på en sida av lager {layer} går att läsa; kör igen senare.</translation>
    </message>
    <message>
        <source>{given} is a list of fields for each of {lists} layers, but there are {layers}; give one list for all, or as many as there are layers, separated by semicolons, with names that have one between quotation marks.</source>
        <translation>{given} är en lista med fält för vart och ett av {lists} lager, men det finns {layers}; ange en lista för alla, eller lika många som det finns lager, åtskilda av semikolon; fältnamn som innehåller ett sätts inom citattecken.</translation>
    </message>
    <message>
        <source>{host} answered with more than {limit} MB, which is not read; choose fewer areas or years.</source>
        <translation>{host} svarade med mer än {limit} MB, vilket inte läses; välj färre områden eller år.</translation>
    </message>
    <message>
        <source>{host} answers, not SCB's own service; see the settings of Segregation.</source>
        <translation>{host} svarar, inte SCB:s egen tjänst; se inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>{host} cannot be asked ({reason}); its answer of {date} is used.</source>
        <translation>{host} går inte att fråga ({reason}); svaret från {date} används.</translation>
    </message>
    <message>
        <source>{host} cannot be reached ({reason}), and no earlier answer can be used; check the network, the proxy of QGIS and the address in the settings of Segregation.</source>
        <translation>{host} går inte att nå ({reason}), och inget tidigare svar kan användas; kontrollera nätet, proxyn i QGIS och adressen i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>{host} does not answer as it should ({reason}); run again later.</source>
        <translation>{host} svarar inte som det ska ({reason}); kör igen senare.</translation>
    </message>
    <message>
        <source>{host} refuses what was asked ({reason}); check the address in the settings of Segregation.</source>
        <translation>{host} avvisar det som efterfrågades ({reason}); kontrollera adressen i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>{host}: {reason}; asked again in {seconds} s.</source>
        <translation>{host}: {reason}; frågar igen om {seconds} s.</translation>
    </message>
    <message>
        <source>{layer} is in the project, but holds areas or statistics: it is not listed here.</source>
        <translation>{layer} finns i projektet men innehåller områden eller statistik och visas därför inte här.</translation>
    </message>
    <message>
        <source>{layer} looks like built-up land: it is not ticked, and can be chosen as mask on page Analyse.</source>
        <translation>{layer} ser ut som bebyggd mark: det är inte valt, och kan väljas som bebyggelsemask på sidan Analys.</translation>
    </message>
    <message>
        <source>{layer}: planar metres in EPSG:3006</source>
        <translation>{layer}: plana meter i EPSG:3006</translation>
    </message>
    <message>
        <source>{layer}: planar square metres in EPSG:3006</source>
        <translation>{layer}: plana kvadratmeter i EPSG:3006</translation>
    </message>
    <message>
        <source>{layer}: {amount} in the areas.</source>
        <translation>{layer}: {amount} i områdena.</translation>
    </message>
    <message>
        <source>{layer}: {measured} {unit} = {inside} in the areas + {outside} outside them, difference {difference}; {on_borders} on borders between areas.</source>
        <translation>{layer}: {measured} {unit} = {inside} i områdena + {outside} utanför dem, skillnad {difference}; {on_borders} på gränser mellan områden.</translation>
    </message>
    <message>
        <source>{missing} of {count} areas have no index and are not in the mean.</source>
        <translation>{missing} av {count} områden saknar index och ingår inte i medelvärdet.</translation>
    </message>
    <message>
        <source>{missing} of {count} areas have no population figure.</source>
        <translation>{missing} av {count} områden saknar befolkningsuppgift.</translation>
    </message>
    <message>
        <source>{name} exists. Replace it?</source>
        <translation>{name} finns redan. Ersätta den?</translation>
    </message>
    <message>
        <source>{opened} of {given} infrastructure layers could be opened; choose existing vector layers.</source>
        <translation>{opened} av {given} infrastrukturlager kunde öppnas; välj vektorlager som finns.</translation>
    </message>
    <message>
        <source>{outside} features of layer {layer} have a value in field {field} that is no area type (such as {example}); they are drawn as having none.</source>
        <translation>{outside} objekt i lager {layer} har ett värde i fält {field} som inte är någon områdestyp (till exempel {example}); de ritas som om de saknar typ.</translation>
    </message>
    <message>
        <source>{people} of them live in areas without a type; of the others, types 1 and 2 are {share} %, against {reference} % in the reference.</source>
        <translation>{people} av dem bor i områden utan typ; av de övriga bor {share} % i områden av typ 1 och 2, mot {reference} % i jämförelsen.</translation>
    </message>
    <message>
        <source>{people} people live here ({low} to {high} by method).</source>
        <translation>{people} personer bor här ({low} till {high} beroende på metod).</translation>
    </message>
    <message>
        <source>{people} people live here.</source>
        <translation>{people} personer bor här.</translation>
    </message>
    <message>
        <source>{places} and {count} more</source>
        <translation>{places} och {count} till</translation>
    </message>
    <message>
        <source>{project}, {distance} m</source>
        <translation>{project}, {distance} m</translation>
    </message>
    <message>
        <source>{row} of {where} has {value} in field {field}; an area type is 1, 2, 3, 4 or 5: correct it and run again.</source>
        <translation>{row} i {where} har {value} i fältet {field}; en områdestyp är 1, 2, 3, 4 eller 5: rätta den och kör igen.</translation>
    </message>
    <message>
        <source>{typed} features have an area type, {missing} have none.</source>
        <translation>{typed} objekt har en områdestyp, {missing} har ingen.</translation>
    </message>
    <message>
        <source>{url} is no address of a service; write it as https://… in the settings of Segregation.</source>
        <translation>{url} är ingen adress till en tjänst; skriv den som https://… i inställningarna för Segregation.</translation>
    </message>
    <message>
        <source>{what} repaired: {count}</source>
        <translation>{what} reparerade: {count}</translation>
    </message>
    <message>
        <source>{what} skipped: {count}</source>
        <translation>{what} överhoppade: {count}</translation>
    </message>
</context>
</TS>
