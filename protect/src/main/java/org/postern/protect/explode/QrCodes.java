package org.postern.protect.explode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;
import org.postern.protect.model.Types;
import org.postern.protect.model.WebAddress;

/// QR codes in pictures.
final class QrCodes {
    /// What a code says.
    ///
    /// @param type `url`, `email`, `phone`, `contact`, `wifi` or `text`
    record Code(String type, String data, @Nullable WebAddress url) {}

    record Found(List<Code> codes) {}

    static final StructType CODE = StructType.named("qr code", Code.class)
            .text("type", Code::type)
            .text("data", Code::data)
            .field("url", Types.URL.type(), Code::url)
            .build();

    static final StructType FOUND = StructType.named("qr codes", Found.class)
            .truth("found", found -> !found.codes().isEmpty())
            .field("items", Type.listOf(CODE.type()), Found::codes)
            .build();

    private QrCodes() {}

    static @Nullable Object first(ExplodedFile file) {
        return Rendered.isSeen(file) ? Unknown.VALUE : null;
    }
}
