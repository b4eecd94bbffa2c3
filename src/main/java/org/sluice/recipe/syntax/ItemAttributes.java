package org.sluice.recipe.syntax;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.dataset.Dictionary;

/**
 * Attributes that PS3.3 has in items of sequences alone, never at the top level of a composite instance, where filters
 * look. Not all there are: those that people write into filters, by the macro or module that they belong to.
 */
final class ItemAttributes {
    /** PS3.3: the clause, a bar, keywords. */
    private static final String TABLE = """
            8.8 Code Sequence Macro | CodeValue CodingSchemeDesignator CodingSchemeVersion CodeMeaning LongCodeValue
            8.8 Code Sequence Macro | URNCodeValue ContextIdentifier MappingResource ContextGroupVersion ContextUID
            10.1 Person Identification | PersonIdentificationCodeSequence
            10.3, 10.8 References | ReferencedSOPClassUID ReferencedSOPInstanceUID ReferencedFrameNumber
            10.6 Request Attributes | ScheduledProcedureStepID ScheduledProcedureStepDescription
            10.6 Request Attributes | ScheduledProtocolCodeSequence
            C.4.10 Scheduled Procedure Step | ScheduledStationAETitle ScheduledStationName ScheduledProcedureStepLocation
            C.4.10 Scheduled Procedure Step | ScheduledProcedureStepStartDate ScheduledProcedureStepStartTime
            C.4.10 Scheduled Procedure Step | ScheduledPerformingPhysicianName
            C.7.6.16 Functional Groups | FrameType FrameAcquisitionNumber FrameAcquisitionDateTime FrameComments
            C.7.6.16 Functional Groups | FrameReferenceDateTime FrameLaterality DimensionIndexValues StackID
            C.7.6.16 Functional Groups | InStackPositionNumber TemporalPositionIndex
            C.8.5.5 US Region Calibration | RegionSpatialFormat RegionDataType RegionFlags RegionLocationMinX0
            C.8.5.5 US Region Calibration | RegionLocationMinY0 RegionLocationMaxX1 RegionLocationMaxY1 PhysicalDeltaX
            C.8.5.5 US Region Calibration | PhysicalDeltaY PhysicalUnitsXDirection PhysicalUnitsYDirection
            C.8.8.5, C.8.8.6 Structure Set, ROI Contour | ROINumber ROIName ContourGeometricType ContourData
            C.8.20.2 Segmentation Image | SegmentNumber SegmentLabel
            C.10.5 Graphic Annotation | UnformattedTextValue GraphicData GraphicType AnchorPoint
            C.10.9 Waveform | NumberOfWaveformChannels NumberOfWaveformSamples SamplingFrequency WaveformData
            C.11.1, C.11.2 LUTs | LUTDescriptor LUTExplanation LUTData ModalityLUTType
            C.17.3 SR Document Content | RelationshipType TextValue NumericValue PersonName
            """;

    private static final Set<Integer> TAGS = TABLE.lines()
            .flatMap(line ->
                    Arrays.stream(line.substring(line.indexOf('|') + 1).strip().split(" ", -1)))
            .map(keyword ->
                    Dictionary.standard().byKeyword(keyword).orElseThrow().tag())
            .collect(Collectors.toUnmodifiableSet());

    private ItemAttributes() {}

    /** Whether no top level has an element of this tag. */
    static boolean contains(int tag) {
        return TAGS.contains(tag);
    }
}
