#!/usr/bin/env escript
%% Erlang's ASN.1 compiler on ICAO's published modules. asn1ct.escript MODULES FILE... says of each file (the content of
%% 7F2E, tag A1 taken off) whether it decodes by the schema and encodes back to the same bytes; with "full=FILE" it
%% writes a record that has every optional block of the schema: one that we did not make, for our reader.
%% Runs in a folder of its own: the compiled modules are kept there.
-mode(compile).

main([Modules | Tasks]) ->
    Names = ["ID-ICAO-ISO-IEC-39794-1-ed-1-v1", "ID-ICAO-ISO-IEC-39794-5-ed-1-v1"],
    [ok = asn1ct:compile(filename:join(Modules, N ++ ".asn"), [der, maps, no_ok_wrapper, {i, Modules}, {outdir, "."}])
     || N <- Names],
    true = code:add_path("."),
    [task(T) || T <- Tasks].

face() -> list_to_atom("ID-ICAO-ISO-IEC-39794-5-ed-1-v1").

task("full=" ++ File) ->
    ok = file:write_file(File, (face()):encode('FaceImageDataBlock', full()));
task(File) ->
    {ok, Bytes} = file:read_file(File),
    try (face()):decode('FaceImageDataBlock', Bytes) of
        Value ->
            Again = (face()):encode('FaceImageDataBlock', Value),
            io:format("~s ~s~n", [filename:basename(File), if Again =:= Bytes -> "same"; true -> "differs" end])
    catch
        _:Reason -> io:format("~s refused ~P~n", [filename:basename(File), Reason, 12])
    end.

ids() -> #{organization => 257, id => 3}.
moment() -> #{year => 2026, month => 11, day => 21, hour => 9, minute => 31, second => 5, millisecond => 250}.
code(Code) -> {extensionBlock, #{fallback => Code}}.
angle(Value) -> #{angleValue => Value, angleUncertainty => 4}.
flags(Names) -> maps:from_list([{N, I rem 2 =:= 0} || {I, N} <- lists:zip(lists:seq(1, length(Names)), Names)]).

full() ->
    #{versionBlock => #{generation => 3, year => 2019}, representationBlocks => [representation()]}.

representation() ->
    #{representationId => 7,
      imageRepresentation => {base, {imageRepresentation2DBlock, picture()}},
      captureDateTimeBlock => moment(),
      qualityBlocks => [#{algorithmIdBlock => ids(), scoreOrError => {score, 88}},
                        #{algorithmIdBlock => ids(), scoreOrError => {error, code(failureToAssess)}}],
      padDataBlock => attack(),
      sessionId => 70000, derivedFrom => 1,
      captureDeviceBlock => #{modelIdBlock => ids(), certificationIdBlocks => [ids(), ids()]},
      identityMetadataBlock => identity(),
      landmarkBlocks => landmarks()}.

picture() ->
    #{representationData2D => <<255, 216, 255, 217>>,
      imageInformation2DBlock =>
          #{imageDataFormat => {code, jpeg2000Lossless}, faceImageKind2D => code(mrtd),
            postAcquisitionProcessingBlock =>
                flags([rotated, cropped, downSampled, whiteBalanceAdjusted, multiplyCompressed, interpolated,
                       contrastStretched, poseCorrected, multiViewImage, ageProgressed, superResolutionProcessed,
                       normalised]),
            lossyTransformationAttempts => code(one), cameraToSubjectDistance => 1500, sensorDiagonal => 11,
            lensFocalLength => 35, imageSizeBlock => #{width => 413, height => 531},
            imageFaceMeasurementsBlock => #{imageHeadWidth => 240, imageInterEyeDistance => 120,
                                            imageEyeToMouthDistance => 130, imageHeadLength => 330},
            imageColourSpace => code(rgb24Bit),
            referenceColourMappingBlock =>
                #{referenceColourSchema => <<"chart">>,
                  referenceColourDefinitionAndValueBlocks =>
                      [#{referenceColourDefinition => <<1, 2>>, referenceColourValue => <<3>>}]}},
      captureDevice2DBlock =>
          #{captureDeviceSpectral2DBlock => flags([whiteLight, nearInfrared, thermal]),
            captureDeviceTechnologyId2D => code(videoFrameFromDigitalVideoCamera)}}.

attack() ->
    #{decision => code(noAttack),
      scoreBlocks => [#{mechanismIdBlock => ids(), scoreOrError => {score, 3}}],
      extendedDataBlocks => [#{dataTypeIdBlock => ids(), data => <<9, 8, 7>>}],
      captureContext => code(enrolment), supervisionLevel => code(observed), riskLevel => 10,
      criteriaCategory => code(common), parameter => <<5>>, challenges => [<<1>>, <<2, 3>>],
      captureDateTimeBlock => moment()}.

identity() ->
    #{gender => code(female), eyeColour => code('multi-coloured'), hairColour => code(knownColoured),
      subjectHeight => 1680,
      propertiesBlock =>
          flags([glasses, moustache, beard, teethVisible, pupilOrIrisNotVisible, mouthOpen, leftEyePatch,
                 rightEyePatch, darkGlasses, biometricAbsent, headCoveringsPresent]),
      expressionBlock =>
          flags([neutral, smile, raisedEyebrows, eyesLookingAwayFromTheCamera, squinting, frowning]),
      poseAngleBlock => #{yawAngleBlock => angle(-12), pitchAngleBlock => angle(180), rollAngleBlock => angle(-180)}}.

landmarks() ->
    Named = fun(Alternative, Code) ->
                {base, {anthropometricLandmark, {base, {Alternative, code(Code)}}}}
            end,
    [#{landmarkKind => {base, {mpeg4FeaturePoint, code('mpeg4PointCode-12-01')}},
       landmarkCoordinates => {base, {coordinateCartesian2DBlock, #{x => 260, y => 240}}}},
     #{landmarkKind => Named(anthropometricLandmarkName, tragion),
       landmarkCoordinates => {base, {coordinateTextureImageBlock, #{uInPixel => 1, vInPixel => 70000}}}},
     #{landmarkKind => Named(anthropometricLandmarkPointName, 'pointCode-05-06'),
       landmarkCoordinates => {base, {coordinateCartesian3DBlock, #{x => 1, y => 2, z => 3}}}},
     #{landmarkKind => Named(anthropometricLandmarkPointId, t)}].
