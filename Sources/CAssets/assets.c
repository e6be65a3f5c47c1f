#include "CAssets.h"

static const unsigned char site_css[] = {
#embed "../Web/Assets/site.css"
};
const struct promig_file promig_site_css = {site_css, sizeof(site_css)};

static const unsigned char icon_svg[] = {
#embed "../Web/Assets/icon.svg"
};
const struct promig_file promig_icon_svg = {icon_svg, sizeof(icon_svg)};

static const unsigned char charter_yaml[] = {
#embed "../../Charters/promig.yaml"
};
const struct promig_file promig_charter_yaml = {charter_yaml, sizeof(charter_yaml)};

static const unsigned char sample_yaml[] = {
#embed "../../Charters/sample.yaml"
};
const struct promig_file promig_sample_yaml = {sample_yaml, sizeof(sample_yaml)};

static const unsigned char services_csv[] = {
#embed "../../Charters/services.csv"
};
const struct promig_file promig_services_csv = {services_csv, sizeof(services_csv)};

static const unsigned char places_csv[] = {
#embed "../../Charters/places.csv"
};
const struct promig_file promig_places_csv = {places_csv, sizeof(places_csv)};

static const unsigned char indicators_csv[] = {
#embed "../../Charters/indicators.csv"
};
const struct promig_file promig_indicators_csv = {indicators_csv, sizeof(indicators_csv)};
