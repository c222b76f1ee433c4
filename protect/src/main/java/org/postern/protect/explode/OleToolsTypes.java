package org.postern.protect.explode;

import java.util.List;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;
import org.postern.protect.model.Types;

/// What rules may ask of `file.oletools`.
final class OleToolsTypes {
    private static final StructType ENCRYPTION = StructType.named("encryption", OleTools.class)
            .truth("exists", OleTools::encrypted)
            .build();

    private static final StructType FORMAT = StructType.named("file format", OleTools.class)
            .text("value", OleTools::format)
            .build();

    private static final StructType MACROS_EXIST = StructType.named("vba macros", OleTools.class)
            .truth("exists", tools -> tools.macros() != null)
            .text("risk", OleTools::risk)
            .build();

    private static final StructType INDICATORS = StructType.named("indicators", OleTools.class)
            .field("encryption", ENCRYPTION.type(), tools -> tools)
            .field("file_format", FORMAT.type(), tools -> tools)
            .field("vba_macros", MACROS_EXIST.type(), tools -> tools)
            .build();

    private static final StructType KEYWORD = StructType.named("keyword", MacroFacts.Keyword.class)
            .text("type", MacroFacts.Keyword::type)
            .text("name", MacroFacts.Keyword::name)
            .text("description", MacroFacts.Keyword::description)
            .build();

    private static final StructType MACROS = StructType.named("macros", OleTools.class)
            .field(
                    "keywords",
                    Type.listOf(KEYWORD.type()),
                    tools -> tools.macros() == null ? List.of() : tools.macros().keywords())
            .build();

    private static final StructType RELATIONSHIP = StructType.named("relationship", OleTools.Relationship.class)
            .text("name", OleTools.Relationship::name)
            .text("target", OleTools.Relationship::target)
            .field("target_url", Types.URL.type(), OleTools.Relationship::url)
            .build();

    static final StructType RESULT = StructType.named("oletools", OleTools.class)
            .field("indicators", INDICATORS.type(), tools -> tools)
            .field("macros", MACROS.type(), tools -> tools)
            .field("relationships", Type.listOf(RELATIONSHIP.type()), OleTools::relationships)
            .build();

    private OleToolsTypes() {}
}
