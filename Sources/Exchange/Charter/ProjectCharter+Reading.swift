import Journal

extension ProjectCharter: CharterPart {
    /// Reads a charter; each place that it names must be one of `places`. `file` is the name that a fault gives.
    package static func read(_ text: String, file: String, places: Places) throws(CharterFault) -> ProjectCharter {
        try CharterReading.read(text, file: file, known: [.place: places.codes])
    }

    init(_ map: CharterMap) throws(CharterFault) {
        display = try map.part("affichage")
        languages = try map.part("langues")
        programme = try map.part("programme")
        project = try map.part("projet")
        partners = try map.parts("partenaires")
        coordinator = try map.part("coordination")
        institutions = try map.parts("institutions")
        people = try map.parts("personnes")
        network = try map.part("réseau")
        meetings = try map.part("rencontres_nationales")
        ceremonies = try map.parts("cérémonies")
        documents = try map.parts("documents")
        notes = try map.parts("notes_d_information")
        reportSections = try map.parts("sections_du_rapport")
        if partners.filter({ $0.roles.contains(.coordinator) }).map(\.code) != [coordinator.partner] {
            throw map.fault(
                "partenaires", "attend le rôle « coordination » pour \(coordinator.partner), et pour lui seul : corrigez les rôles.",
                en: "expects the role “coordination” for \(coordinator.partner) alone: correct the roles.")
        }
    }
}

extension ProjectCharter.Display: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        name = try map.text("nom")
        letter = try map.value("lettre", Phrase("une seule lettre", en: "one letter")) { $0.count == 1 && $0.first!.isLetter ? $0 : nil }
    }
}

/// The languages that a charter may offer, by ISO 639-1.
private enum OfferedLanguage: String, CharterWord {
    case fr, en, ar, ha

    static var phrase: Phrase { Phrase("langue", en: "language") }
}

extension ProjectCharter.Languages: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        work = (try map.words("travail") as [OfferedLanguage]).map(\.rawValue)
        open = (try map.words("public") as [OfferedLanguage]).map(\.rawValue)
        for (key, codes) in [("travail", work), ("public", open)] where !codes.contains("fr") {
            throw map.fault(key, "contient au moins le français : ajoutez fr.", en: "holds French at least: add fr.")
        }
    }
}

extension ProjectCharter.Programme: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        acronym = try map.text("sigle")
        name = try map.textIfAny("nom")
        fund = try map.text("fonds")
    }
}

extension ProjectCharter.Project: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        acronym = try map.text("sigle")
        title = try map.text("titre")
        reference = try map.text("référence")
        start = try map.dayIfAny("début")
        months = try map.number("durée_mois", in: 1...120)
        regions = try map.parts("régions")
        axes = try map.texts("axes")
        activities = try map.parts("activités")
        objective = try map.text("objectif_principal")
        objectives = try map.texts("objectifs_spécifiques")
        results = try map.texts("résultats_attendus")
        for (number, activity) in activities.enumerated() where activity.axis.map({ $0 > axes.count }) == true {
            throw map.fault(
                "activités", "nomme à la ligne \(number + 1) un axe qui n’existe pas : corrigez le numéro.",
                en: "names an axis in its line \(number + 1) that does not exist: correct the number.")
        }
    }
}

extension ProjectCharter.Activity: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.text("code")
        title = try map.text("titre")
        axis = try map.numberIfAny("axe", in: 1...50)
    }
}

extension ProjectCharter.Region: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        name = try map.text("nom")
        place = try map.reference("pcode", to: .place)
    }
}

extension ProjectCharter.Partner: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("sigle", as: .partner)
        name = try map.text("nom")
        roles = try map.words("rôles")
    }
}

extension ProjectCharter.Coordinator: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        partner = try map.reference("organisation", to: .partner)
        slogan = try map.textIfAny("devise")
        address = try map.textIfAny("adresse")
        telephone = try map.textIfAny("téléphone")
        email = try map.valueIfAny("courriel", Phrase("une adresse comme nom@exemple.org", en: "an address like name@example.org")) {
            MailAddress($0)
        }
        hours = try map.partIfAny("horaires")
    }
}

extension ProjectCharter.Coordinator.Hours: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        let time = Phrase("une heure comme 08:30", en: "a time like 08:30")
        days = try map.words("jours")
        opening = try map.value("ouverture", time, { LocalTime($0) })
        closing = try map.value("fermeture", time, { LocalTime($0) })
        if closing <= opening {
            throw map.fault("fermeture", "suit l’ouverture : corrigez l’heure.", en: "follows the opening: correct the time.")
        }
    }
}

extension ProjectCharter.Institution: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .institution)
        name = try map.text("nom")
        acronym = try map.textIfAny("sigle")
        parent = try map.referenceIfAny("relève_de", to: .institution)
        isVerified = try map.yes("vérifié")
        remark = try map.textIfAny("remarque")
    }
}

extension ProjectCharter.Person: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .person)
        name = try map.text("nom")
        institution = try map.reference("institution", to: .institution)
        position = try map.text("fonction")
        remark = try map.textIfAny("remarque")
    }
}

extension ProjectCharter.Network: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        acronym = try map.text("sigle")
        name = try map.text("nom")
        seat = try map.part("siège")
        antennas = try map.parts("antennes")
        organs = try map.parts("organes")
        documentsToSign = try map.parts("documents_à_signer")
    }
}

extension ProjectCharter.Antenna: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .antenna)
        name = try map.text("nom")
        place = try map.reference("pcode", to: .place)
    }
}

extension ProjectCharter.Organ: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .organ)
        name = try map.text("nom")
        status = try map.word("état")
        mandateMonths = try map.numberIfAny("mandat_mois", in: 1...120)
        quorum = try map.textIfAny("quorum")
    }
}

extension ProjectCharter.ReportSection: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        title = try map.text("titre")
        titleEnglish = try map.textIfAny("titre_anglais")
        content = try map.wordIfAny("contenu") ?? .words
    }
}

extension ProjectCharter.DocumentToSign: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.text("code")
        title = try map.text("titre")
    }
}

extension ProjectCharter.Meetings: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        everyMonths = try map.number("tous_les_mois", in: 1...24)
        purpose = try map.text("objectif")
        list = try map.parts("liste")
        if list.map(\.number) != Array(1...max(1, list.count)) {
            throw map.fault(
                "liste", "numérote les rencontres 1, 2, 3… dans l’ordre : corrigez les numéros.",
                en: "numbers the meetings 1, 2, 3… in order: correct the numbers.")
        }
    }
}

extension ProjectCharter.Meeting: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        number = try map.number("numéro", in: 1...50)
        _ = try map.defined("numéro", as: .meeting)
        date = try map.dayIfAny("date")
        days = try map.numberIfAny("jours", in: 1...15)
        agenda = try map.texts("ordre_du_jour")
    }
}

extension ProjectCharter.Ceremony: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .ceremony)
        title = try map.text("titre")
        date = try map.dayIfAny("date")
        venue = try map.text("lieu")
        patron = try map.referenceIfAny("parrain", to: .person)
        guests = try map.parts("présents")
        civilSociety = try map.textIfAny("société_civile")
        delegations = try map.references("délégations", to: .antenna)
        meeting = try map.referenceIfAny("suivie_de_la_rencontre", to: .meeting).flatMap { Int($0) }
    }
}

extension ProjectCharter.Guest: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        institution = try map.reference("institution", to: .institution)
        through = try map.textIfAny("par")
        capacity = try map.textIfAny("qualité")
    }
}

extension ProjectCharter.Document: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.text("code")
        kind = try map.word("nature")
        title = try map.textIfAny("titre")
        authors = try map.texts("auteurs")
        date = try map.dayIfAny("date")
        method = try map.textIfAny("méthode")
        status = try map.word("état")
        meeting = try map.referenceIfAny("à_la_rencontre", to: .meeting).flatMap { Int($0) }
    }
}

extension ProjectCharter.PressNote: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        title = try map.text("titre")
        ceremony = try map.referenceIfAny("après", to: .ceremony)
        text = try map.text("texte")
    }
}
