from django.urls import path

from assessments.views import answering, instruments, planning, waves

app_name = "assessments"

urlpatterns = [
    path("", answering.AssessmentList.as_view(), name="assessment-list"),
    path("instruments/", instruments.InstrumentList.as_view(), name="instrument-list"),
    path("instruments/<str:code>/", instruments.InstrumentDetail.as_view(), name="instrument-detail"),
    path("cohorts/<uuid:public_id>/", planning.WavesPlan.as_view(), name="waves-plan"),
    path("waves/<uuid:public_id>/", waves.WaveDetail.as_view(), name="wave-detail"),
    path("waves/<uuid:public_id>/open/", waves.WaveOpen.as_view(), name="wave-open"),
    path("waves/<uuid:public_id>/close/", waves.WaveClose.as_view(), name="wave-close"),
    path("waves/<uuid:public_id>/reopen/", waves.WaveReopen.as_view(), name="wave-reopen"),
    path("waves/<uuid:public_id>/remind/", waves.WaveRemind.as_view(), name="wave-remind"),
    path("<uuid:public_id>/", answering.Answer.as_view(), name="answer"),
    path("<uuid:public_id>/result/", answering.Result.as_view(), name="result"),
    path("<uuid:public_id>/correct/", answering.Correct.as_view(), name="correct"),
    path("<uuid:public_id>/withdraw/", answering.Withdraw.as_view(), name="withdraw"),
    path("<uuid:public_id>/decline/", answering.Decline.as_view(), name="decline"),
    path("<uuid:public_id>/opt-out/", answering.OptOut.as_view(), name="opt-out"),
]
