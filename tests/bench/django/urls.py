from django.urls import path

from main import views

urlpatterns = [
    path('list', views.show_list, name='list'),
    path('shop', views.show_shop, name='shop'),
    path('product/<uuid:pk>', views.show_product, name='product'),
    path('json', views.show_json, name='json'),
    path('login', views.sign_in, name='login'),
]
