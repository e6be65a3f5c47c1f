import Journal

/// A language that people speak here, by its ISO 639-3 code; those heard most come first.
package struct SpokenLanguage: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "fra"), Phrase("Français", en: "French")),
        (Self(code: "hau"), Phrase("Haoussa", en: "Hausa")),
        (Self(code: "ara"), Phrase("Arabe", en: "Arabic")),
        (Self(code: "tmh"), Phrase("Tamasheq", en: "Tamashek")),
        (Self(code: "dje"), Phrase("Zarma (songhaï-zarma)", en: "Zarma")),
        (Self(code: "eng"), Phrase("Anglais", en: "English")),
        (Self(code: "ful"), Phrase("Fulfuldé", en: "Fulah")),
        (Self(code: "bam"), Phrase(same: "Bambara")),
        (Self(code: "amh"), Phrase("Amharique", en: "Amharic")),
        (Self(code: "apd"), Phrase("Arabe soudanais", en: "Sudanese Arabic")),
        (Self(code: "shu"), Phrase("Arabe tchadien", en: "Chadian Arabic")),
        (Self(code: "dyu"), Phrase("Dioula", en: "Dyula")),
        (Self(code: "fuq"), Phrase("Fulfuldé du Niger centre-est", en: "Central-Eastern Niger Fulfulde")),
        (Self(code: "fuh"), Phrase("Fulfuldé du Niger occidental", en: "Western Niger Fulfulde")),
        (Self(code: "gux"), Phrase("Gourmantchéma", en: "Gourmanchéma")),
        (Self(code: "ibo"), Phrase(same: "Igbo")),
        (Self(code: "kau"), Phrase("Kanouri", en: "Kanuri")),
        (Self(code: "knc"), Phrase("Kanouri central", en: "Central Kanuri")),
        (Self(code: "kby"), Phrase("Kanouri manga", en: "Manga Kanuri")),
        (Self(code: "khq"), Phrase("Koyra chiini (songhaï)", en: "Koyra Chiini Songhay")),
        (Self(code: "ses"), Phrase("Koyraboro senni (songhaï)", en: "Koyraboro Senni Songhai")),
        (Self(code: "kri"), Phrase(same: "Krio")),
        (Self(code: "lin"), Phrase(same: "Lingala")),
        (Self(code: "man"), Phrase("Mandingue", en: "Mandingo")),
        (Self(code: "mnk"), Phrase(same: "Mandinka")),
        (Self(code: "mos"), Phrase("Mooré", en: "Mossi")),
        (Self(code: "pcm"), Phrase("Pidgin nigérian", en: "Nigerian Pidgin")),
        (Self(code: "fuf"), Phrase(same: "Pular")),
        (Self(code: "som"), Phrase(same: "Somali")),
        (Self(code: "snk"), Phrase("Soninké", en: "Soninke")),
        (Self(code: "sus"), Phrase("Soussou", en: "Susu")),
        (Self(code: "tda"), Phrase(same: "Tagdal")),
        (Self(code: "twq"), Phrase(same: "Tasawaq")),
        (Self(code: "ttq"), Phrase("Tawallammat tamajaq", en: "Tawallammat Tamajaq")),
        (Self(code: "thz"), Phrase("Tayart tamajeq", en: "Tayart Tamajeq")),
        (Self(code: "tir"), Phrase(same: "Tigrinya")),
        (Self(code: "tuq"), Phrase("Toubou (tedaga)", en: "Tedaga")),
        (Self(code: "twi"), Phrase(same: "Twi")),
        (Self(code: "wol"), Phrase(same: "Wolof")),
        (Self(code: "yor"), Phrase(same: "Yoruba")),
        (Self(code: "ewe"), Phrase("Éwé", en: "Ewe")),
        (Self(code: "mis"), Phrase("Autre langue", en: "Another language")),
    ]
}
