/// The rules, in the order in which they are applied. Changing one changes ``NameFolding/version``.
package enum FoldingRules {
    package static let all: [FoldingRule] = [
        FoldingRule(
            "script", "Accents, capitals and hooked letters are typed by some and not by others; a name may be noted in Arabic.",
            ["Aïchatou = AICHATOU", "Ɗanladi = Danladi", "Ƙasimu = Kasimu", "Sa’adatu = Saadatu", "يوسف = Youssouf", "موسى = Moussa"],
            .script),
        FoldingRule(
            "words", "Particles and titles come and go; a name of two words is written as one, with a hyphen or apart.",
            [
                "Abdoul-Karim = Abdoulkarim", "Abdou Rahmane = Abdourahmane", "Mohamed Ould Sidi = Mohamed Sidi", "N’Diaye = N Diaye",
                "Elhadji Moussa = Moussa", "Dan Ladi = Danladi",
            ],
            .words),
        FoldingRule(
            "article", "The Arabic article is written with the name in one country and left out in the next.",
            ["Almoustapha = Moustapha", "Alhassane = Hassane"],
            ["<al(bcdfghjkmnpqrstvwxz)= +4", "<el(bcdfghjkmnpqrstvwxz)= +4"]),
        FoldingRule(
            "servant", "‘Abd and the article that follows are written with any vowel.",
            [
                "Abdelkarim = Abdoulkarim", "Abdurrahman = Abdramane", "Abdoul Aziz = Abdelaziz", "Abdoulaye = Abdullahi",
                "Abdallah = Abdulla",
            ],
            servant),
        FoldingRule(
            "faith", "“…of the faith” ends names in as many ways as there are registries.",
            ["Noureddine = Nuruddin", "Nasr Eddine = Nasreldin"],
            ["ad", "ed", "ud", "oud", "ald", "eld", "uld"].flatMap { v in
                ["\(v)dine>=din +2", "\(v)deen>=din +2", "\(v)din>=din +2", "\(v)ine>=din +2", "\(v)in>=din +2", "\(v)een>=din +2"]
            }),
        FoldingRule(
            "double letters", "French doubles consonants for a sound that English writes once; long vowels are doubled or not.",
            ["Moussa = Mousa", "Rachidatou = Rachiddatou", "Saadou = Sadou"], ["=="]),
        FoldingRule(
            "j", "French dj, Wolof and Mande di-, English j write one sound; so do thi- and ch.",
            ["Djibo = Jibo", "Diallo = Jalo", "Kadidia = Kadija", "Thierno = Cherno", "Tidiane = Tidjane"],
            ["dj=j", "diy(v)=j", "<di(v)=j", "(aeioun)di(v)=j", "dy(v)=j", "<thi(v)=s", "<ti(aeo)=s"]),
        FoldingRule(
            "sibilants", "French ch, English sh, Hausa c and ts, and the s that Zarma and Mande make of them.",
            ["Aïcha = Aisha", "Tchiroma = Chiroma", "Bachir = Bashir", "Tsahirou = Sahirou"],
            ["<chr=kr", "tsch=s", "tch=s", "tsh=s", "sch=s", "<ts=s", "sh=s", "ch=s"]),
        FoldingRule(
            "c, k, q", "Three letters for k, and c for s before e, i, y.",
            ["Moctar = Moktar", "Yaqub = Yakub", "Cissé = Sissé", "Cheick = Cheik"],
            ["ck=k", "cq=k", "c(eiy)=s", "c=k", "qu(aei)=k", "q=k", "x=ks"]),
        FoldingRule(
            "breathings", "Sounds that French lacks are written with an h, or without.",
            ["Khalidou = Halidou", "Cheikh = Cheick", "Ghali = Gali", "Moustapha = Moustafa", "Othman = Osman", "Rhissa = Ghissa"],
            ["<kh=h", "kh=k", "gh=g", "ph=f", "th(m)=s", "th=t", "dh=d", "rh=g", "bh=b", "gu(aeiy)=g"]),
        FoldingRule(
            "ny", "gn in French, ny in English, ni- in both.", ["Gnandou = Niandou", "Gnagna = Nyanya"], ["gn=n", "ni(aou)=n", "ny(v)=n"]),
        FoldingRule(
            "final e", "French writes an e that nobody says, and an é that English writes -ay, -ey, -eh.",
            ["Hassane = Hassan", "Konaté = Konateh", "Touré = Turay", "Ndiaye = Njie", "Wane = Wan"],
            ["(c)e>= +2", "(c)eh>= +2", "(c)ey>= +2", "(c)ay>= +2", "(c)ai>= +2", "(c)ei>= +2", "(c)aye>= +2", "(j)ie>= +2", "(c)ye>= +2"]),
        FoldingRule(
            "vowels", "Arabic and Hausa have three; ou, oo, o, w are heard as one, and so are e, ee, y, i.",
            ["Oumar = Umar", "Haroun = Haroon", "Ouattara = Watara", "Mariam = Maryam"],
            ["ou=u", "oo=u", "w=u", "o=u", "ee=i", "e=i", "y=i"]),
        FoldingRule(
            "ai", "After a consonant ai, ay, ei and ey are one.", ["Seydou = Saïdou", "Souleymane = Suleiman", "Zeinab = Zaynab"],
            ["(c)ai=i", "(u)ai=i"]),
        FoldingRule(
            "first yu", "Hausa and Zarma say i- for the yu- of Arabic.", ["Issoufou = Youssouf", "Inoussa = Younoussa"], ["<iu=i"]),
        FoldingRule(
            "h", "Between vowels it falls with the vowel before it; elsewhere inside it falls alone.",
            ["Mahamadou = Mamadou", "Muhammad = Mamadou", "Ahmadou = Amadou", "Zahra = Zara", "Aminah = Amina"],
            ["ah(v)=", "ih(v)=", "uh(v)=", "(v)h(c)=", "(c)h=", "h>="]),
        FoldingRule(
            "long vowels", "What the rules before have made two of one vowel is one.", ["Zakariya = Zakaria", "Zakariyya = Zakaria"],
            ["aaa=a", "aa=a", "iii=i", "ii=i", "uuu=u", "uu=u"]),
        FoldingRule(
            "feminine t", "Hausa ends in -atu what Zarma and Fulfulde end in -ata.", ["Aminata = Aminatou", "Ramata = Ramatou"],
            ["ata>=at +3", "atu>=at +3"]),
        FoldingRule(
            "final u, i", "Hausa, Zarma and Fulfulde add a vowel to Arabic names.",
            ["Saïd = Saïdou", "Hussein = Housseini", "Lawal = Laouali"], ["u>= +3", "i>= +4"]),
        FoldingRule(
            "names apart", "A few of the commonest names went further apart than any rule of sounds could follow.",
            [
                "Aïchatou = Aïssata", "Aisha = Aïssatou", "Aboubacar = Boubacar", "Ibrahima = Brahim", "Hadiza = Khadija",
                "Fatouma = Fatimata",
            ],
            families),
        FoldingRule(
            "frame",
            "What tells names apart when vowels and h are taken away; z and s, the g and k of Arabic q, a final t and d are one. Short names keep their vowels.",
            ["محمد = Mamadou", "Idriss = Idrissa", "Tarig = Tarik", "Abdelgadir = Abdelkader"], .frame),
    ]

    private static let servant: [String] = {
        let vowels = ["ou", "oo", "u", "e", "a", "o", "i"]
        let god = vowels.flatMap { v in
            ["aye", "ay", "ai", "ahi", "ahy", "ah", "a", "lahi", "lahy", "laye", "lay", "lai", "lah", "la"].map { "<abd\(v)l\($0)>=abdula" }
        }
        let others = vowels.flatMap { v in ["<abd\(v)l(c)=abd", "<abd\(v)l(v)=abdul", "<abd\(v)(c)=abd +3"] }
        return god + others
    }()

    /// Folds as the rules before leave them, each with the one that stands for all.
    private static let families: [String] = [
        ("aisa", "aisat aisatu isat aisu asa"), ("bubakar", "abubakar bubakari abukar abakar babakar"),
        ("brim", "ibrim ibrima brima burim burima ibraim"),
        ("hadisa", "hadija kadija kadij hadiz hadiza hadizat kadijat hadijat kaj"),
        ("fatima", "fatimat fatumata fatumat fatuma fatma fatim fadimat fadima fatmat"),
        ("mariama", "mariam mariamat maram marim mirim"), ("mamad", "mamid mamat mumad mumid mumud"), ("amad", "amid amat"),
        ("isaka", "isiaka isak isag"), ("hafsat", "habsat hapsat"), ("iaia", "ia iaha"), ("jibril", "gibril jibrila jibrin"),
    ].flatMap { family in family.1.split(separator: " ").map { "<\($0)>=\(family.0)" } }
}
