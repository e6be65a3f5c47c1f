#pragma once
#include <stddef.h>

// A file of this project that the executable carries.
struct promig_file {
    const unsigned char *bytes;
    size_t count;
};

extern const struct promig_file promig_site_css;
extern const struct promig_file promig_icon_svg;
extern const struct promig_file promig_charter_yaml;
extern const struct promig_file promig_sample_yaml;
extern const struct promig_file promig_services_csv;
extern const struct promig_file promig_indicators_csv;
extern const struct promig_file promig_places_csv;
