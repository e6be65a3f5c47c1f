import Journal

extension SampleNetwork: CharterPart {
    /// Reads a sample that completes the charter. `file` is the name that a fault gives.
    package static func read(_ text: String, file: String, charter: ProjectCharter) throws(CharterFault) -> SampleNetwork {
        let known: [CharterName: Set<String>] = [
            .antenna: Set(([charter.network.seat] + charter.network.antennas).map(\.code)),
            .ceremony: Set(charter.ceremonies.map(\.code)),
            .meeting: Set(charter.meetings.list.map { String($0.number) }),
            .organ: Set(charter.network.organs.map(\.code)),
        ]
        return try CharterReading.read(text, file: file, known: known)
    }

    init(_ map: CharterMap) throws(CharterFault) {
        if try !map.yes("exemple") {
            throw map.fault(
                "exemple", "vaut « oui » : un vrai réseau se saisit sur le site.", en: "is “oui”: a real network is entered on the site.")
        }
        banner = try map.text("bandeau")
        antennas = try map.parts("antennes")
        members = try map.parts("membres")
        accounts = try map.parts("comptes")
        ceremony = try map.part("cérémonie")
        meetings = try map.parts("rencontres")
        if let role = Role.allCases.first(where: { role in !accounts.contains { $0.role == role } }) {
            throw map.fault(
                "comptes", "donne un compte à chaque rôle : ajoutez un compte « \(role.rawValue) ».",
                en: "gives each role an account: add an account “\(role.rawValue)”.")
        }
    }
}

extension SampleNetwork.ProjectDay {
    fileprivate static let expected = Phrase("un jour du projet comme J0+30", en: "a day of the project like J0+30")

    /// Nil unless the text is "J0+" and a number of days.
    fileprivate init?(_ text: String) {
        guard text.hasPrefix("J0+"), let days = Int(text.dropFirst(3)), 0...4000 ~= days else { return nil }
        self.days = days
    }
}

extension SampleNetwork.Antenna: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.reference("code", to: .antenna)
        focalPoint = try map.reference("point_focal", to: .account)
    }
}

extension SampleNetwork.Member: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .member)
        acronym = try map.text("sigle")
        name = try map.text("nom")
        antenna = try map.reference("antenne", to: .antenna)
        nature = try map.text("nature")
        membership = try map.word("adhésion")
        isPublic = try map.yes("publique", otherwise: true)
        isLedByWomen = try map.yes("menée_par_des_femmes")
        fields = try map.texts("domaines")
        annualReport = try map.wordIfAny("rapport_annuel")
        financialStatements = try map.wordIfAny("états_financiers")
        suspension = try map.partIfAny("suspension")
    }
}

extension SampleNetwork.Member.Suspension: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        day = try map.value("le", SampleNetwork.ProjectDay.expected, SampleNetwork.ProjectDay.init)
        reason = try map.text("motif")
    }
}

extension SampleNetwork.Account: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .account)
        name = try map.value("nom", Phrase("un prénom suivi de « Exemple »", en: "a first name and then “Exemple”")) {
            $0.hasSuffix(" Exemple") ? $0 : nil
        }
        email = try map.value("courriel", Phrase("une adresse en example.org", en: "an address at example.org")) {
            $0.hasSuffix("@example.org") ? MailAddress($0) : nil
        }
        member = try map.reference("organisation", to: .member)
        role = try map.word("rôle")
        isActive = try map.yes("actif", otherwise: true)
    }
}

extension SampleNetwork.Attendance: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        member = try map.reference("organisation", to: .member)
        women = try map.number("femmes", in: 0...500)
        men = try map.number("hommes", in: 0...500)
    }
}

extension SampleNetwork.Ceremony: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.reference("code", to: .ceremony)
        day = try map.value("le", SampleNetwork.ProjectDay.expected, SampleNetwork.ProjectDay.init)
        attendance = try map.parts("présences")
    }
}

extension SampleNetwork.Meeting: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        number = try map.number("numéro", in: 1...50)
        _ = try map.reference("numéro", to: .meeting)
        day = try map.value("le", SampleNetwork.ProjectDay.expected, SampleNetwork.ProjectDay.init)
        expectedParticipants = try map.numberIfAny("participants_prévus", in: 1...1000)
        agenda = try map.texts("ordre_du_jour")
        attendance = try map.parts("présences")
        decisions = try map.parts("décisions")
    }
}

extension SampleNetwork.Decision: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        code = try map.defined("code", as: .decision)
        text = try map.text("texte")
        owners = try map.references("responsables", to: .account)
        organ = try map.referenceIfAny("organe", to: .organ)
        due = try map.valueIfAny("échéance", SampleNetwork.ProjectDay.expected, SampleNetwork.ProjectDay.init)
        status = try map.word("état")
        done = try map.valueIfAny("faite_le", SampleNetwork.ProjectDay.expected, SampleNetwork.ProjectDay.init)
        vote = try map.partIfAny("vote")
        if owners.isEmpty, organ == nil {
            throw map.fault(
                "responsables", "nomme au moins un compte, ou « organe » en nomme un : ajoutez-le.",
                en: "names one account at least, or “organe” names a body: add it.")
        }
        if (status == .done) != (done != nil) {
            throw map.fault(
                "état", "« faite » va avec une date « faite_le », et elle seule : corrigez l’un ou l’autre.",
                en: "“faite” goes with a date “faite_le”, and nothing else does: correct one of them.")
        }
    }
}

extension SampleNetwork.Decision.Vote: CharterPart {
    init(_ map: CharterMap) throws(CharterFault) {
        inFavour = try map.number("pour", in: 0...500)
        against = try map.number("contre", in: 0...500)
        abstentions = try map.number("abstentions", in: 0...500)
    }
}
