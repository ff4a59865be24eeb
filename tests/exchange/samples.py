"""Small files as ATLAS.ti, NVivo, QualCoder and Taguette write them; every word is invented."""

from __future__ import annotations

import io
import zipfile

TEXT = "My bedroom is cold. Sam listens to me."
CODE_COLD = "0b5d3a52-31c1-4b0e-8f0e-7f6f3a9e0001"
CODE_HEARD = "0b5d3a52-31c1-4b0e-8f0e-7f6f3a9e0002"
FOLDER = "0b5d3a52-31c1-4b0e-8f0e-7f6f3a9e0003"
USER = "0b5d3a52-31c1-4b0e-8f0e-7f6f3a9e0004"
SOURCE = "0b5d3a52-31c1-4b0e-8f0e-7f6f3a9e0005"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def packed(members):
    """Return an archive of members by their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def selection(start, end, code, name="", extra=""):
    """Return one selection with one coding."""
    return (
        f'<PlainTextSelection guid="{SOURCE[:-2]}{start:02x}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}" {extra}><Coding guid="{CODE_COLD[:-2]}{start + 128:02x}" {extra}>'
        f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def atlas(text=TEXT, name="Comment 1"):
    """Return a project as ATLAS.ti writes it: braces and capitals nowhere, sources in a folder."""
    by = f'creatingUser="{USER}" creationDateTime="2026-11-02T09:15:00Z"'
    qde = (
        f'{HEAD}<Project xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="Voices" '
        f'origin="ATLAS.ti Desktop" creatingUserGUID="{USER}" '
        f'xsi:schemaLocation="urn:QDA-XML:project:1.0 Project.xsd" xmlns="urn:QDA-XML:project:1.0">'
        f'<Users><User guid="{USER}" name="Robin"/></Users>'
        f'<CodeBook><Codes><Code guid="{CODE_COLD}" name="Home and space" isCodable="true" '
        f'color="#FF8800"/><Code guid="{CODE_HEARD}" name="Being listened to" isCodable="true"/>'
        f"</Codes></CodeBook><Sources>"
        f'<TextSource guid="{SOURCE}" name="{name}" plainTextPath="internal://{SOURCE}.txt" '
        f'richTextPath="internal://{SOURCE}.docx" {by}>'
        f"{selection(0, 19, CODE_COLD, text[0:19], by)}{selection(20, 38, CODE_HEARD, text[20:38], by)}"
        f'</TextSource><PDFSource guid="{FOLDER}" name="A leaflet" path="internal://x.pdf"/>'
        f"</Sources></Project>"
    )
    return packed({"project.qde": qde, f"sources/{SOURCE}.txt": "\ufeff" + text})


def nvivo(text=TEXT, name="Comment 1"):
    """Return a project as NVivo writes it: GUIDs in capitals, a whole file coded, cases."""
    cold, heard, folder = CODE_COLD.upper(), CODE_HEARD.upper(), FOLDER.upper()
    qde = (
        f'{HEAD}<Project xmlns="urn:QDA-XML:project:1:0" name="Voices.nvp" origin="NVivo 14">'
        f'<Users><User guid="{USER.upper()}" name="RS" id="RS"/></Users>'
        f'<CodeBook><Codes><Code guid="{folder}" name="Home" isCodable="false">'
        f'<Code guid="{cold}" name="Home and space" isCodable="true" color="#00FF00"/></Code>'
        f'<Code guid="{heard}" name="Being listened to" isCodable="true"/></Codes></CodeBook>'
        f'<Variables><Variable guid="{USER.upper()[:-1]}9" name="Area" typeOfVariable="Text"/>'
        f'</Variables><Cases><Case guid="{folder[:-1]}7" name="P1"><VariableValue>'
        f'<VariableRef targetGUID="{USER.upper()[:-1]}9"/><TextValue>North</TextValue>'
        f'</VariableValue><SourceRef targetGUID="{SOURCE.upper()}"/></Case></Cases>'
        f'<Sources><TextSource guid="{SOURCE.upper()}" name="{name}" '
        f'plainTextPath="internal://{SOURCE.upper()}.txt">{selection(20, 38, heard)}'
        f'<Coding guid="{cold[:-2]}77"><CodeRef targetGUID="{cold}"/></Coding></TextSource>'
        f"</Sources></Project>"
    )
    return packed({"project.qde": qde, f"Sources/{SOURCE.upper()}.txt": text})


def qualcoder(text=TEXT, name="Comment 1.txt"):
    """Return a project as QualCoder writes it: categories, and the words of each selection."""
    qde = (
        f'{HEAD}<Project xmlns:xsd="http://www.w3.org/2001/XMLSchema" name="Voices" '
        f'origin="Qualcoder-3.5" xmlns="urn:QDA-XML:project:1.0">\n'
        f'<Users>\n<User guid="{USER}" name="default"/>\n</Users>\n<CodeBook>\n<Codes>\n'
        f'<Code guid="{FOLDER}" name="Places" isCodable="false">\n'
        f'<Code guid="{CODE_COLD}" name="Home and space" color="#9ACD32" isCodable="true">'
        f"<Description>Where they live</Description></Code></Code>\n"
        f'<Code guid="{CODE_HEARD}" name="Being listened to" isCodable="true"/>\n</Codes>\n'
        f'</CodeBook>\n<Sources>\n<TextSource guid="{SOURCE}" name="{name}" '
        f'plainTextPath="internal://{SOURCE}.txt">'
        f"{selection(0, 19, CODE_COLD, text[0:19])}{selection(20, 38, CODE_HEARD, text[20:38])}"
        f"</TextSource>\n</Sources>\n</Project>\n"
    )
    return packed({"project.qde": qde, f"sources/{SOURCE}.txt": text})


def taguette():
    """Return a codebook as Taguette writes it: tags by their path, never a description inside."""
    guid = CODE_COLD.upper()
    return (
        f'{HEAD}<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4.1"><Codes>'
        f'<Code guid="{guid}" name="Home and space" isCodable="true">'
        f"<Description>Their bedroom, noise and warmth.</Description></Code>"
        f'<Code guid="{CODE_HEARD.upper()}" name="home.pets" isCodable="true"/></Codes></CodeBook>'
    ).encode()


TAGUETTE_CSV = b'tag,description\nHome and space,"Their bedroom, noise and warmth."\nhome.pets,\n'


def nvivo_codebook():
    """Return a codebook as NVivo for Mac writes it: the other spelling of the namespace."""
    return (
        f'{HEAD}<CodeBook origin="NVivo 12 For Mac" xmlns="urn:QDA-XML:codebook:1:0" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="urn:QDA-XML:codebook:1:0 Codebook.xsd"><Codes>'
        f'<Code color="#FF0000" guid="{CODE_COLD}" isCodable="true" name="Home and space">'
        f"<Description>Where they live.</Description>"
        f'<Code guid="{CODE_HEARD}" isCodable="true" name="Pets"/></Code></Codes></CodeBook>'
    ).encode()
