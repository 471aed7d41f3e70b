from tocsin.reading.language import reads_as_english


def test_english_is_told_from_others_by_its_ordinary_words():
    assert reads_as_english("The guards of the harbour said that they would strike after two of them had been shot.")
    assert (
        reads_as_english("Die Wachen des Hafens streiken, weil zwei von ihnen am Montag erschossen worden sind.")
        is False
    )
    assert (
        reads_as_english("Les gardes du port sont en grève depuis que deux des leurs ont été tués lundi soir.") is False
    )
    assert reads_as_english("Охранники порта бастуют после убийства двоих товарищей.") is False
    assert reads_as_english("港口警卫在两人被枪杀后罢工") is False


def test_longer_foreign_texts_share_some_words_and_are_still_told():
    assert (
        reads_as_english(
            "De bewakers van de haven zijn maandag in staking gegaan nadat twee collega's waren neergeschoten. " * 20
        )
        is False
    )
    assert (
        reads_as_english(
            "Le guardie del porto sono in sciopero da lunedì, dopo che due colleghi sono stati uccisi vicino al molo. "
            * 20
        )
        is False
    )


def test_a_few_words_do_not_tell():
    assert reads_as_english("Guards strike in Port Oru") is None
    assert reads_as_english("") is None
    assert reads_as_english("12 34") is None
