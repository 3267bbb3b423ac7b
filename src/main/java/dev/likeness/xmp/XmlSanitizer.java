package dev.likeness.xmp;

import com.adobe.internal.xmp.XMPConst;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/// Checks and rewrites XML before Adobe's parser reads it. Accepted is XML without a document type (and so
/// without custom entities), of limited size and depth, with exactly one RDF element. The result is encoded
/// in UTF-8.
///
/// Properties that a description has as attributes are rewritten as elements, which are equivalent in XMP.
/// Raw developers write hundreds of such attributes, and the JDK's parser, which Adobe's library uses with
/// its defaults, allows 200.
final class XmlSanitizer {
    static final int MAX_BYTES = 16 << 20;
    private static final int MAX_DEPTH = 90;
    private static final int MAX_ATTRIBUTES = 10_000;
    private static final int MAX_ATTRIBUTES_DOWNSTREAM = 100;

    private static final XMLInputFactory READERS = readers();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamReader reader;
    private final XMLStreamWriter writer;
    private int depth;
    private int descriptions;

    private XmlSanitizer(XMLStreamReader reader, XMLStreamWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    private static XMLInputFactory readers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty("jdk.xml.elementAttributeLimit", Integer.toString(MAX_ATTRIBUTES));
        return factory;
    }

    /// Checks and rewrites a document.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` with the reason if the XML is not accepted
    static byte[] sanitize(byte[] xml) {
        if (xml.length > MAX_BYTES) {
            throw invalid("must have at most %d bytes, got: %d".formatted(MAX_BYTES, xml.length));
        }
        ByteArrayOutputStream clean = new ByteArrayOutputStream();
        try {
            XMLStreamReader reader = READERS.createXMLStreamReader(new ByteArrayInputStream(withoutPadding(xml)));
            XMLStreamWriter writer = WRITERS.createXMLStreamWriter(clean, StandardCharsets.UTF_8.name());
            new XmlSanitizer(reader, writer).copy();
            writer.close();
            reader.close();
        } catch (XMLStreamException e) {
            throw invalid("must be well-formed XML, got: " + firstLine(e), e);
        }
        return clean.toByteArray();
    }

    /// Removes trailing zeros. Some writers pad a packet with zeros, which are not valid XML.
    private static byte[] withoutPadding(byte[] xml) {
        int end = xml.length;
        while (end > 0 && xml[end - 1] == 0) {
            end--;
        }
        // In UTF-16 the last character may end with a zero byte.
        return end == xml.length || end == 0 || xml[0] == (byte) 0xFF || xml[0] == (byte) 0xFE || xml[0] == 0
                ? xml
                : Arrays.copyOf(xml, end);
    }

    private void copy() throws XMLStreamException {
        int rdfDepth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> throw invalid("must have no document type (DOCTYPE), got one");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw invalid("must refer to no entity, got: &%s;".formatted(reader.getLocalName()));
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > MAX_DEPTH) {
                        throw invalid("must be nested at most %d deep, got more".formatted(MAX_DEPTH));
                    }
                    if (isRdf("RDF") && rdfDepth == 0) {
                        rdfDepth = depth;
                        descriptions++;
                    } else if (rdfDepth == 0 && !isWrapper()) {
                        throw invalid("must contain RDF only, got: " + reader.getLocalName());
                    }
                    start();
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    writer.writeEndElement();
                    if (depth == rdfDepth) {
                        rdfDepth = 0;
                    }
                    depth--;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (depth > 0) {
                        writer.writeCharacters(reader.getText());
                    }
                }
                default -> {
                    // Comments and the processing instructions around a packet are dropped.
                }
            }
        }
        if (descriptions != 1) {
            throw invalid("must contain one rdf:RDF, got: " + descriptions);
        }
    }

    private boolean isRdf(String name) {
        return name.equals(reader.getLocalName()) && XMPConst.NS_RDF.equals(reader.getNamespaceURI());
    }

    /// Whether the element may enclose the RDF. Adobe's library would lose any other element.
    private boolean isWrapper() {
        return "adobe:ns:meta/".equals(reader.getNamespaceURI());
    }

    private void start() throws XMLStreamException {
        writer.writeStartElement(
                prefix(reader.getPrefix()), reader.getLocalName(), namespace(reader.getNamespaceURI()));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = prefix(reader.getNamespacePrefix(i));
            String namespace = namespace(reader.getNamespaceURI(i));
            if (prefix.isEmpty()) {
                writer.writeDefaultNamespace(namespace);
            } else {
                writer.writeNamespace(prefix, namespace);
            }
        }
        boolean unfold = reader.getAttributeCount() > MAX_ATTRIBUTES_DOWNSTREAM && isRdf("Description");
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (!unfold || isRdfSyntax(i)) {
                writer.writeAttribute(
                        prefix(reader.getAttributePrefix(i)),
                        namespace(reader.getAttributeNamespace(i)),
                        reader.getAttributeLocalName(i),
                        reader.getAttributeValue(i));
            }
        }
        for (int i = 0; unfold && i < reader.getAttributeCount(); i++) {
            if (!isRdfSyntax(i)) {
                writer.writeStartElement(
                        prefix(reader.getAttributePrefix(i)),
                        reader.getAttributeLocalName(i),
                        namespace(reader.getAttributeNamespace(i)));
                writer.writeCharacters(reader.getAttributeValue(i));
                writer.writeEndElement();
            }
        }
    }

    /// Whether an attribute belongs to RDF or XML and is not a property.
    private boolean isRdfSyntax(int attribute) {
        String namespace = namespace(reader.getAttributeNamespace(attribute));
        return namespace.isEmpty() || namespace.equals(XMPConst.NS_RDF) || namespace.equals(XMPConst.NS_XML);
    }

    private static String prefix(@Nullable String prefix) {
        return prefix == null ? "" : prefix;
    }

    private static String namespace(@Nullable String namespace) {
        return namespace == null ? "" : namespace;
    }

    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .reduce((_, last) -> last)
                .orElse("")
                .replace("Message: ", "");
    }

    static LikenessException invalid(String rule) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, "XMP " + rule);
    }

    static LikenessException invalid(String rule, Exception cause) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, "XMP " + rule, cause);
    }
}
