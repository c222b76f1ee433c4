package org.postern.protect.function;

import org.postern.protect.engine.Type;

/// What `file.explode` gives for a file and all files in it.
final class Exploded {
    private static final String EXIF = "{creator producer author title image_height:int image_width:int page_count:int"
            + " zip_file_name zip_uncompressed_size:int fields[]{key value}}";
    private static final String CALENDARS =
            "{calendars[]{components[]{type uid summary description attachments[]{type uri}"
                    + " attendees[]{mailbox:mailbox}"
                    + " organizers[]{mailbox:mailbox}}}}";

    static final Type TYPE = Declared.file(
            "exploded file",
            "file_name file_extension file_type depth:int size:int flavors{mime yara[]}"
                    + " scan{docx{author image_count:int word_count:int} pptx{image_count:int word_count:int}"
                    + " encrypted_zip{cracked_password} entropy{entropy:number} exiftool" + EXIF
                    + " hash{md5 sha1 sha256 ssdeep} html{title scripts[]{language}} ics" + CALENDARS
                    + " javascript{identifiers[] keywords[] strings[]} ocr{raw} pdf{urls[]:url}"
                    + " pdf_obj_hash{object_hash} qr{type data url:url} strings{raw strings[]}"
                    + " url{invalid_urls[] urls[]:url} vba{auto_exec[] hex[]} xml{tags[]}"
                    + " yara{matches[]{name}} zip{all_paths[] attempted_files[] encrypted:bool}}");

    private Exploded() {}
}
