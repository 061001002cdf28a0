"""The Khmer side of a loaded page, made by wagtail-localize so that editors go on in its editor."""

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from courses.curricula.reading import Text
from courses.curricula.segments import source_of


def translate_page(page: Page, locale: Locale, texts: dict[str, Text | list[Text]], *, user):
    """Make and publish the translation of ``page`` into ``locale``.

    ``texts`` map a field name to its text, or the name of a list of objectives to their texts. A
    text is used only where the page still has the English words it translates; everything else
    reads in English until an editor translates it.
    """
    source = source_of(page)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    khmer = {}
    for text in texts.values():
        for one in text if isinstance(text, list) else [text]:
            if one.km:
                khmer[StringValue.from_plaintext(one.en).data] = one.km
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    for segment in segments:
        if segment.string.data in khmer:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                defaults={
                    "data": StringValue.from_plaintext(khmer[segment.string.data]).data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": user,
                },
            )
    translation.save_target(user=user, publish=False)
    # Published now, not on commit as wagtail-localize would: by then the page has children that the
    # revision at hand knows nothing of, and the tree would forget them.
    page.get_translation(locale).latest_revision.publish(user=user)
