/** What the landmark networks answer of one face. */
export interface FacePoint {
  readonly x: number;
  readonly y: number;
  /** Expected distance from the true place, picture pixels. */
  readonly sigma: number;
}

export interface FaceLandmarks {
  /** WFLW order: 0-32 jaw, 33-50 brows, 51-59 nose, 60-75 eyes, 76-95 lips, 96 and 97 pupils (picture left first). */
  readonly points: readonly FacePoint[];
  /** Degrees, relative to the camera: yaw > 0 to the subject's left, pitch > 0 down, roll > 0 to the subject's right shoulder (ISO/IEC 39794-5, pose angles). */
  readonly pose: { readonly yaw: number; readonly pitch: number; readonly roll: number };
  /** Lid distance over eye width, subject's right and left. */
  readonly eyeOpening: { readonly right: number; readonly left: number };
  /** 0..1, that the eye is shut. */
  readonly eyeClosed: { readonly right: number; readonly left: number };
  /** Inner lip distance over the distance from eyes to chin. */
  readonly mouthOpening: number;
  /** Degrees relative to the head. */
  readonly gaze: { readonly yaw: number; readonly pitch: number };
  /** How far apart the answers lie of which pose and gaze are the mean; what answered once says nothing of it. */
  readonly apart?: AnswersApart;
}

/** Half the angle between two answers, degrees: what the picture at hand shows of their errors. */
export interface AnswersApart {
  /** Where the head points, in the picture and in its mirror image. */
  readonly pose: number;
  /** Where the two eyes look; absent where not both were seen clearly. */
  readonly gaze?: number;
}
