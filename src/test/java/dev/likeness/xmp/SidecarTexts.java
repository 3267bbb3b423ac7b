package dev.likeness.xmp;

/// Sidecar files as other programs write them, by hand.
public final class SidecarTexts {
    private SidecarTexts() {}

    /// digiKam 8: elements, a bag, and Microsoft's form beside MWG's; a rating and a tag path of its
    /// own.
    public static String digikam(String name, int width, int height, double x, double y, double w, double h) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about=""
                    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
                    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
                    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
                    xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
                    xmlns:MP="http://ns.microsoft.com/photo/1.2/"
                    xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
                    xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"
                   xmp:Rating="4">
                   <digiKam:TagsList>
                    <rdf:Seq>
                     <rdf:li>People/%1$s</rdf:li>
                    </rdf:Seq>
                   </digiKam:TagsList>
                   <mwg-rs:Regions rdf:parseType="Resource">
                    <mwg-rs:AppliedToDimensions stDim:w="%2$d" stDim:h="%3$d" stDim:unit="pixel"/>
                    <mwg-rs:RegionList>
                     <rdf:Bag>
                      <rdf:li rdf:parseType="Resource">
                       <mwg-rs:Name>%1$s</mwg-rs:Name>
                       <mwg-rs:Type>Face</mwg-rs:Type>
                       <mwg-rs:Area rdf:parseType="Resource">
                        <stArea:x>%4$s</stArea:x>
                        <stArea:y>%5$s</stArea:y>
                        <stArea:w>%6$s</stArea:w>
                        <stArea:h>%7$s</stArea:h>
                        <stArea:unit>normalized</stArea:unit>
                       </mwg-rs:Area>
                      </rdf:li>
                     </rdf:Bag>
                    </mwg-rs:RegionList>
                   </mwg-rs:Regions>
                   <MP:RegionInfo rdf:parseType="Resource">
                    <MPRI:Regions>
                     <rdf:Bag>
                      <rdf:li MPReg:PersonDisplayName="%1$s" MPReg:Rectangle="%8$s, %9$s, %6$s, %7$s"/>
                     </rdf:Bag>
                    </MPRI:Regions>
                   </MP:RegionInfo>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                """.formatted(name, width, height, x, y, w, h, x - w / 2, y - h / 2);
    }

    /// Lightroom Classic: attributes, a bag, develop settings, a region's rotation.
    public static String lightroom(String name, int width, int height, double x, double y, double w, double h) {
        return """
                <x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000, 0000/00/00-00:00:00">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about=""
                    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
                    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
                    xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
                    xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
                   crs:Version="15.4"
                   crs:Temperature="5450">
                   <mwg-rs:Regions rdf:parseType="Resource">
                    <mwg-rs:AppliedToDimensions stDim:w="%d" stDim:h="%d" stDim:unit="pixel"/>
                    <mwg-rs:RegionList>
                     <rdf:Bag>
                      <rdf:li>
                       <rdf:Description mwg-rs:Rotation="0.00000" mwg-rs:Name="%s" mwg-rs:Type="Face">
                        <mwg-rs:Area stArea:h="%s" stArea:w="%s" stArea:x="%s" stArea:y="%s"/>
                       </rdf:Description>
                      </rdf:li>
                     </rdf:Bag>
                    </mwg-rs:RegionList>
                   </mwg-rs:Regions>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                """.formatted(width, height, name, h, w, x, y);
    }

    /// One region's fields around them: what a test makes odd is in `fields`.
    public static String withRegion(String fields) {
        return withRegions("<rdf:Bag><rdf:li rdf:parseType='Resource'>" + fields + "</rdf:li></rdf:Bag>");
    }

    /// A list of regions as it is written in the file, applied to 600×400 pixels.
    public static String withRegions(String list) {
        return """
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about=""
                    xmlns:r="http://www.metadataworkinggroup.com/schemas/regions/"
                    xmlns:d="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
                    xmlns:a="http://ns.adobe.com/xmp/sType/Area#">
                   <r:Regions rdf:parseType="Resource">
                    <r:AppliedToDimensions d:w="600" d:h="400" d:unit="pixel"/>
                    <r:RegionList>%s</r:RegionList>
                   </r:Regions>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                """.formatted(list);
    }

    /// Image regions of IPTC with these fields.
    public static String withIptcRegions(String... regions) {
        StringBuilder items = new StringBuilder();
        for (String region : regions) {
            items.append("<rdf:li rdf:parseType='Resource'>").append(region).append("</rdf:li>");
        }
        return """
                <x:xmpmeta xmlns:x="adobe:ns:meta/">
                 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                  <rdf:Description rdf:about=""
                    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                    xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
                   <i:ImageRegion><rdf:Bag>%s</rdf:Bag></i:ImageRegion>
                  </rdf:Description>
                 </rdf:RDF>
                </x:xmpmeta>
                """.formatted(items);
    }
}
