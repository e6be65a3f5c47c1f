/// Names as they are borne in a country, the most frequent first; who bears them together is drawn, and nobody in particular.
struct NameList: Sendable {
    let men: [String]
    let women: [String]
    /// Empty where the father's given name stands in the place of a family name.
    let families: [String]

    init(men: String, women: String, families: String = "") {
        func list(_ names: String) -> [String] { names.split(separator: " ").map { String($0) } }
        (self.men, self.women, self.families) = (list(men), list(women), list(families))
    }

    static let niger = NameList(
        men: """
            Mahamadou Moussa Ibrahim Abdou Issoufou Ali Oumarou Adamou Issa Amadou Harouna Hassane Seydou Abdoulaye Souleymane Yacouba Sani Maman \
            Boubacar Idrissa Hamidou Garba Moumouni Laouali Soumaïla Salissou Ousmane Mahamane Saidou Ousseini Daouda Djibo Youssouf Nassirou Rabiou \
            Chaïbou Bachir Kabirou Mamane Tahirou Illiassou Abdoul-Karim Abdoul-Aziz Boureima Habou Inoussa Hama Almoustapha Elhadji Lawali Alhassane \
            Moutari Mounkaïla Abdourahamane Assoumane Zakari Yahaya Salou Kimba Ismaël Alio Bawa Noura Sabiou Nouhou Achirou Rhissa Ghali Attaher Bilal \
            Boukar Kiari Modou Malam Abba Elhaj Tchiroma Barma Gambo Dodo Dan-Ladi Maïnassara Oubandawaki Bizo
            """,
        women: """
            Aïchatou Mariama Fatouma Halima Hadiza Amina Zeinabou Ramatou Salamatou Aminatou Habsatou Rakia Hawa Saadatou Nana Maïmouna Balkissa \
            Rachida Zara Haoua Fati Hassana Housseina Roukayatou Aïssa Safia Ouma Rabi Hadjara Zouera Fourera Delou Sahara Djamila Nafissatou Bibata \
            Biba Kadidja Zalika Indo Sakina Hamsatou Mintou Rahila Faïza Samira Absatou Ramlatou Adama Salima Fadimata Falmata Yagana Kellou Fanna Tchima \
            Tani Lami Ladi Barira Raïnatou Nafissa Zoulaha Habiba Rékia
            """)
    static let nigeria = NameList(
        men: """
            Musa Ibrahim Muhammad Abubakar Usman Aliyu Sani Yusuf Umar Abdullahi Chinedu Emeka Suleiman Bashir Kabiru Emmanuel Samuel Adebayo Isa Haruna \
            Mustapha Aminu Lawal John David Babatunde Ifeanyi Daniel Tunde Nasiru Auwal Jamilu Garba Bello Yakubu Ismail Zubairu Osaro Kelvin Festus \
            Obinna Uche Femi Segun Kingsley Godwin Mubarak Salisu Shehu Tukur
            """,
        women: """
            Aisha Fatima Blessing Hauwa Zainab Amina Joy Maryam Khadija Faith Grace Precious Ngozi Mercy Halima Hadiza Sadiya Esther Peace Favour \
            Chioma Ifeoma Rukayya Destiny Happiness Patience Safiya Hafsat Adaeze Funmilayo Bukola Omolara Osas Rashida Jamila Asmau Zulai Binta Ladi
            """,
        families: """
            Abubakar Musa Ibrahim Sani Bello Okafor Adamu Okonkwo Garba Eze Osagie Nwosu Adeyemi Usman Lawal Danjuma Igbinedion Ogunleye Mohammed Omoruyi \
            Onyekachi Bulama Goni Bukar Shettima Aigbe Akinwale Ehigiator Balogun Uzor Nnamdi Okeke Tanko Wada Yaro Dikko Idahosa Ojo Ekpo Bassey
            """)
    static let mali = NameList(
        men: """
            Mamadou Moussa Oumar Amadou Ibrahima Boubacar Adama Seydou Modibo Bakary Souleymane Drissa Abdoulaye Issa Sékou Lassana Salif Youssouf Ousmane \
            Cheick Siaka Mahamadou Aliou Daouda Yacouba Moctar Hamadoun Boureima Dramane Lassina Zoumana Mamoutou Samba Kalifa Nouhoum Sidi Alassane \
            Thierno Lamine Alpha Mory Fodé Ibrahima-Sory Alseny Ousainou Momodou Ebrima Lamin Pathé Demba Serigne Babacar Modou Assane Pape
            """,
        women: """
            Fatoumata Aminata Mariam Awa Kadiatou Oumou Aïssata Djénéba Fanta Binta Assétou Rokia Ramata Sira Bintou Nana Hawa Salimata Maïmouna Saran Coumba \
            Nafissatou Mariétou Isatou Astou Ndèye Khady Adja Mame Tenin Safiatou Alimata Korotoumou Nènè Fatou Aïssatou Djeneba Penda Dieynaba Hadja
            """,
        families: """
            Traoré Diarra Coulibaly Keïta Diallo Touré Koné Sidibé Konaté Cissé Sangaré Camara Maïga Dembélé Doumbia Ba Bah Barry Sow Sylla Sissoko Fofana Kanté \
            Diakité Samaké Ndiaye Diop Fall Diawara Dicko Kouyaté Soumah Bangoura Condé Baldé Jallow Ceesay Touray Sanneh Bojang Sané Faye Sarr Gueye Seck Ly \
            Kourouma Bagayoko Berthé Dao Togola Doucouré Sacko Yattara Haïdara Ouattara Ouédraogo Sawadogo Zongo Compaoré Kaboré Zoungrana
            """)
    static let sudan = NameList(
        men: """
            Mohamed Ahmed Adam Ibrahim Abdallah Ali Osman Hassan Abakar Ismail Yahia Haroun Khalid Omar Abdelrahman Idriss Yagoub Suliman Musa Mahamat Bashir \
            Hamid Saleh Ishag Abdelkarim Hussein Mubarak Siddig Khamis Juma Zakaria Tarig Mutasim Alhadi Nasreldin Tajeldin Muzamil Mustafa Badreldin Anwar \
            Abdelaziz Hamdan Fadul Elsadig Salih Annour Hissein Brahim Adoum Djibrine
            """,
        women: """
            Fatima Amna Hawa Mariam Khadija Zahra Aisha Halima Huda Intisar Ishraga Nawal Kaltouma Hanan Ikhlas Samia Rania Sumaya Zeinab Asha Nadia Ibtisam \
            Achta Zenaba Haoua Khadidja Hadjé Radia Safa Amal Suad Awatif Mashair Tahani Rawda Khalida
            """,
        families: """
            Mohamed Adam Ibrahim Abdallah Ahmed Ali Abakar Haroun Osman Yahia Ismail Idriss Saleh Hassan Abdelrahman Musa Juma Suliman Khamis Yagoub Hamid Omar \
            Bashir Nour Tibin Arbab Bahar Fadul Eltayeb Hashim Tahir Zakaria Ishag Hamdan Khatir Elamin Bakhit Kebir Digui Annadif
            """)
    static let cameroon = NameList(
        men: """
            Emmanuel Jean Bouba Oumarou Hamidou Pierre Paul Aboubakar Mohamadou Rodrigue Serge Bello Achille Hervé Blaise Alain Souaibou Ibrahima Guy Yannick \
            Martin Patrick Issa Amadou Joseph Kevin Koffi Kossi Yao Kouamé Ngarbaye Christian Franck Landry Armand
            """,
        women: """
            Marie Aïssatou Aminatou Christelle Fadimatou Yvonne Jacqueline Thérèse Asmaou Esther Nadège Rose Solange Sandrine Adjoua Akissi Affoué Blandine Hapsatou \
            Clarisse Estelle Mireille Chantal Afi Yawa Larissa Vanessa Didja
            """,
        families: """
            Mbarga Bello Bouba Fotso Ngono Hamidou Mballa Kamdem Njoya Atangana Tchoumi Etoundi Oumarou Nkoulou Owona Talla Djoumessi Ekani Wafo Tagne Sanda Dandi \
            Ngo-Bassong Kouadio Konan Yao Kouassi Nguessan Mensah Agbeko Dossou Amegan Houngbedji Brou Fokou Essomba Abena Zang Manga Moukoko
            """)

    /// What rarer family names are put together from: one of each, the middle twice or not at all.
    static let syllables: (first: [String], middle: [String], last: [String]) = (
        "Ba Bou Dan Dou Ga Go Ha Ka Ki Kou La Ma Man Na Ni Sa Ta Tan Wa Ya Za Zo Gou Sou Tou Mai Ber Sar".split(separator: " ").map {
            String($0)
        },
        "ba bi da di do ga go ka ko la li ma mou na ni ra ri sa si ta ti wa ya zou nda mba ngo lla".split(separator: " ").map {
            String($0)
        },
        "ba bé di do dou ga go ka kari ko koye la li ma mi na né ra ri rou sa ssi ta to wa yé zo gui".split(separator: " ").map {
            String($0)
        }
    )
}
