"""Storing the translatable strings of many new pages quickly.

wagtail-localize asks the database three times for each string; a curriculum has thousands. Here a
page's strings are stored in a handful of queries, in the same rows.
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


def source_of(page: Page) -> TranslationSource:
    """Return the translation source of ``page`` as it is now; make it, quickly, if there is none."""
    if TranslationSource.objects.filter(
        object_id=page.translation_key, locale_id=page.locale_id
    ).exists():
        return TranslationSource.update_or_create_from_instance(page)[0]
    translatable, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    source = TranslationSource.objects.create(
        object=translatable,
        locale_id=page.locale_id,
        specific_content_type=ContentType.objects.get_for_model(type(page)),
        object_repr=str(page)[:200],
        content_json=page.to_json(),
        schema_version=get_schema_version(page._meta.app_label),
        last_updated_at=timezone.now(),
    )
    segments = extract_segments(source.as_instance())
    _store(source, segments)
    return source


def _store(source: TranslationSource, segments: list) -> None:
    contexts = _store_contexts(source, segments)
    strings = _store_strings(source, segments)
    templates = {}
    rows: dict[type, list] = {StringSegment: [], TemplateSegment: [], OverridableSegment: []}
    for segment in segments:
        place = {"source": source, "context": contexts[segment.path], "order": segment.order}
        if isinstance(segment, StringSegmentValue):
            attrs = json.dumps(segment.attrs, cls=DjangoJSONEncoder)
            string = strings[segment.string.data]
            rows[StringSegment].append(StringSegment(**place, string=string, attrs=attrs))
        elif isinstance(segment, TemplateSegmentValue):
            # A few templates, such as that of one paragraph, serve nearly all texts.
            if segment.template not in templates:
                templates[segment.template] = Template.from_value(segment)
            template = templates[segment.template]
            rows[TemplateSegment].append(TemplateSegment(**place, template=template))
        elif isinstance(segment, OverridableSegmentValue):
            data = json.dumps(segment.data, cls=DjangoJSONEncoder)
            rows[OverridableSegment].append(OverridableSegment(**place, data_json=data))
        else:
            raise TypeError(f"Starter pages hold no {type(segment).__name__}")
    for model, objects in rows.items():
        model.objects.bulk_create(objects)


def _store_contexts(source: TranslationSource, segments: list) -> dict[str, TranslationContext]:
    """One context a path. Its field path is worked out when an editor first opens it."""
    paths = dict.fromkeys(segment.path for segment in segments)
    contexts = [
        TranslationContext(
            object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
        )
        for path in paths
    ]
    # What an earlier source of the same page left behind is used again.
    TranslationContext.objects.bulk_create(contexts, ignore_conflicts=True)
    stored = TranslationContext.objects.filter(object_id=source.object_id)
    return {context.path: context for context in stored}


def _store_strings(source: TranslationSource, segments: list) -> dict[str, String]:
    texts = {s.string.data for s in segments if isinstance(s, StringSegmentValue)}
    strings = [
        String(locale_id=source.locale_id, data=text, data_hash=String._get_data_hash(text))
        for text in sorted(texts)
    ]
    String.objects.bulk_create(strings, ignore_conflicts=True)
    hashes = [string.data_hash for string in strings]
    stored = String.objects.filter(locale_id=source.locale_id, data_hash__in=hashes)
    return {string.data: string for string in stored}
