package org.postern.protect.function;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;

/// A function of values: null in its arguments makes null, unknown makes unknown.
final class Plain {
    /// What is done with arguments that are neither null nor unknown.
    interface Body {
        @Nullable
        Object apply(Frame frame, List<Object> arguments);
    }

    private Plain() {}

    /// A function with these arguments, of which the last ones may be left out.
    static Callable of(List<Type> parameters, int fewest, Type result, Body body) {
        return site -> {
            site.count(fewest, parameters.size());
            site.onlyKeywords(List.of());
            return compile(site, parameters, result, body);
        };
    }

    /// A function of any number of arguments of one type.
    static Callable ofAny(Type parameter, Type result, Body body) {
        return site -> {
            site.count(1, Integer.MAX_VALUE);
            site.onlyKeywords(List.of());
            return compile(site, java.util.Collections.nCopies(site.count(), parameter), result, body);
        };
    }

    static Compiled compile(Site site, List<Type> parameters, Type result, Body body) {
        Code[] codes = new Code[Math.min(site.count(), parameters.size())];
        for (int index = 0; index < codes.length; index++) {
            codes[index] = site.argument(index, parameters.get(index)).code();
        }
        return new Compiled(result, frame -> {
            List<Object> arguments = new ArrayList<>(codes.length);
            boolean unknown = false;
            for (Code code : codes) {
                Object value = code.value(frame);
                if (value == null) {
                    return null;
                }
                unknown |= value == Unknown.VALUE;
                arguments.add(value);
            }
            frame.step();
            return unknown ? Unknown.VALUE : body.apply(frame, arguments);
        });
    }
}
