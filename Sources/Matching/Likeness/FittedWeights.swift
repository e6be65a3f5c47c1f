extension Weights {
    /// Counted, not chosen: a test counts again and compares. Names from the fitted half of `Fixtures/matching/pairs.csv`; how often other traits
    /// agree among registrations of one person is assumed until the network has judged its own; two people’s from invented persons.
    /// `docs/matching.md` says how, and what the bits come to.
    package static let fitted = Weights([
        .nameEqual: Chances(m: 0.8571, u: 0.0276),
        .nameFold: Chances(m: 0.8571, u: 0.0276),
        .nameFrame: Chances(m: 0.0934, u: 0.0037),
        .nameClose: Chances(m: 0.0371, u: 0.0122),
        .nameApart: Chances(m: 0.0124, u: 0.9565),
        .sexEqual: Chances(m: 0.9876, u: 0.6071),
        .sexApart: Chances(m: 0.0124, u: 0.3929),
        .birthEqual: Chances(m: 0.5470, u: 0.0378),
        .birthNear: Chances(m: 0.2995, u: 0.1138),
        .birthFar: Chances(m: 0.1015, u: 0.1798),
        .birthApart: Chances(m: 0.0520, u: 0.6687),
        .nationalityEqual: Chances(m: 0.9478, u: 0.2393),
        .nationalityApart: Chances(m: 0.0522, u: 0.7607),
        .placeEqual: Chances(m: 0.5484, u: 0.1636),
        .placeNear: Chances(m: 0.2010, u: 0.1901),
        .placeApart: Chances(m: 0.2506, u: 0.6463),
        .telephoneEqual: Chances(m: 0.5995, u: 0.0005),
        .telephoneApart: Chances(m: 0.4005, u: 0.9995),
        .motherAlike: Chances(m: 0.7469, u: 0.0017),
        .motherPartly: Chances(m: 0.1811, u: 0.0818),
        .motherApart: Chances(m: 0.0720, u: 0.9165),
    ])
}
