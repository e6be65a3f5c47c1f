import Journal

/// A nationality, by the three letters of ISO 3166-1, and for what is no country, letters that it leaves to its users.
package struct Nationality: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let stateless = Self(code: "XXA")
    package static let unknown = Self(code: "ZZU")

    /// The countries, those met most first, each by its name.
    package static let list: [(Self, Phrase)] = [
        (Self(code: "NER"), Phrase(same: "Niger")),
        (Self(code: "MLI"), Phrase(same: "Mali")),
        (Self(code: "GIN"), Phrase("Guinée", en: "Guinea")),
        (Self(code: "CIV"), Phrase(same: "Côte d’Ivoire")),
        (Self(code: "SEN"), Phrase("Sénégal", en: "Senegal")),
        (Self(code: "CMR"), Phrase("Cameroun", en: "Cameroon")),
        (Self(code: "NGA"), Phrase("Nigéria", en: "Nigeria")),
        (Self(code: "BFA"), Phrase(same: "Burkina Faso")),
        (Self(code: "BEN"), Phrase("Bénin", en: "Benin")),
        (Self(code: "DZA"), Phrase("Algérie", en: "Algeria")),
        (Self(code: "AFG"), Phrase(same: "Afghanistan")),
        (Self(code: "BGD"), Phrase(same: "Bangladesh")),
        (Self(code: "BDI"), Phrase(same: "Burundi")),
        (Self(code: "CAF"), Phrase("Centrafrique", en: "Central African Republic")),
        (Self(code: "COM"), Phrase("Comores", en: "Comoros")),
        (Self(code: "COG"), Phrase(same: "Congo")),
        (Self(code: "COD"), Phrase("RD Congo", en: "DR Congo")),
        (Self(code: "DJI"), Phrase(same: "Djibouti")),
        (Self(code: "EGY"), Phrase("Égypte", en: "Egypt")),
        (Self(code: "ERI"), Phrase("Érythrée", en: "Eritrea")),
        (Self(code: "ETH"), Phrase("Éthiopie", en: "Ethiopia")),
        (Self(code: "GAB"), Phrase(same: "Gabon")),
        (Self(code: "GMB"), Phrase("Gambie", en: "Gambia")),
        (Self(code: "GHA"), Phrase(same: "Ghana")),
        (Self(code: "GNB"), Phrase("Guinée-Bissau", en: "Guinea-Bissau")),
        (Self(code: "GNQ"), Phrase("Guinée équatoriale", en: "Equatorial Guinea")),
        (Self(code: "KEN"), Phrase(same: "Kenya")),
        (Self(code: "LBR"), Phrase("Libéria", en: "Liberia")),
        (Self(code: "LBY"), Phrase("Libye", en: "Libya")),
        (Self(code: "MAR"), Phrase("Maroc", en: "Morocco")),
        (Self(code: "MRT"), Phrase("Mauritanie", en: "Mauritania")),
        (Self(code: "PAK"), Phrase(same: "Pakistan")),
        (Self(code: "PSE"), Phrase(same: "Palestine")),
        (Self(code: "RWA"), Phrase(same: "Rwanda")),
        (Self(code: "SLE"), Phrase(same: "Sierra Leone")),
        (Self(code: "SOM"), Phrase("Somalie", en: "Somalia")),
        (Self(code: "SDN"), Phrase("Soudan", en: "Sudan")),
        (Self(code: "SSD"), Phrase("Soudan du Sud", en: "South Sudan")),
        (Self(code: "SYR"), Phrase("Syrie", en: "Syria")),
        (Self(code: "TCD"), Phrase("Tchad", en: "Chad")),
        (Self(code: "TGO"), Phrase(same: "Togo")),
        (Self(code: "TUN"), Phrase("Tunisie", en: "Tunisia")),
        (Self(code: "UGA"), Phrase("Ouganda", en: "Uganda")),
        (Self(code: "YEM"), Phrase("Yémen", en: "Yemen")),
        (Self(code: "ZZZ"), Phrase("Autre pays", en: "Another country")),
        (.stateless, Phrase("Apatride", en: "Stateless")),
        (.unknown, Phrase("Inconnue", en: "Unknown")),
    ]
}
